-- What grew with the number of people when a million were tried.
-- Owners and admins in an order: the overview looks at the first few.
DROP INDEX membership_of_role;
CREATE INDEX membership_of_role ON membership (organization_id, role, person_id);
-- The view "admins without 2FA", and everybody who never signed in, each along the names.
CREATE INDEX roster_staff_status ON roster (organization_id, status, name_key, person_id) WHERE role <> 'member';
CREATE INDEX roster_never ON roster (organization_id, signed_in_at, name_key, person_id) WHERE signed_in_at = 0;
-- Requests that somebody has to look at.
CREATE INDEX case_open_of_organization ON reset_case (organization_id) WHERE state IN ('waiting', 'review');
