-- What grew with the number of people when a million were tried.
-- Owners and admins in an order: the overview looks at the first few.
DROP INDEX membership_of_role;
CREATE INDEX membership_of_role ON membership (organization_id, role, person_id);
-- The view "admins without 2FA", and everybody who never signed in, each along the names.
CREATE INDEX roster_staff_status ON roster (organization_id, status, name_key, person_id) WHERE role <> 'member';
-- (An expression that no other index knows: the one of signed_in_at itself would be taken for the better one, and sorted.)
CREATE INDEX roster_never
    ON roster (organization_id, (CASE WHEN signed_in_at = 0 THEN 1 ELSE 0 END), name_key, person_id);
-- Requests that somebody has to look at.
CREATE INDEX case_open_of_organization ON reset_case (organization_id) WHERE state IN ('waiting', 'review');
