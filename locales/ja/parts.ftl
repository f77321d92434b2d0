# お知らせを組み立てる部品です。

text = { $brand }: { $short }。{ $act }
text-link = お心当たりがない場合: { $link }

fact-when = 日時: { $fact }
fact-where = 場所: { $fact }
fact-device = 端末: { $fact }
status = { $label }: { $link }
status-own = 状況を見る
status-staff = 承認または却下する
undo =
    自分ではありません: { $link }

    このリンクは72時間、1回だけ、ログインせずに使えます。ページが表示されるだけで、そこでボタンを押すまでは何も起こりません。
undo-open =
    自分ではありません: { $link }

    このリンクは申請が続いている間、1回だけ、ログインせずに使えます。ページが表示されるだけで、そこでボタンを押すまでは何も起こりません。
otherwise = お心当たりがない場合は、ログインしてパスワードを変更し、組織のオーナーにお知らせください。
    .short = お心当たりがない場合は、すぐにパスワードを変更してください。
why-own = { $brand } のアカウントの安全に関わることのため、このメールをお送りしています。
why-staff = この { $brand } のアカウントを管理されているため、このメールをお送りしています。

staff-lead = { $deed }。
staff-text = { $deed }({ $brand })
staff-otherwise = 予定になかったことでしたら、メール以外の方法でご本人に確認してください。
    .short = ご本人に確認してください。
staff-request = { $deed }。申請 { $extra }。誰も対応しなければ、{ $due } 以降にリセットが始まることがあります。承認または却下する前に、メール以外の方法でご本人に確認してください。

role-member = メンバー
role-admin = 管理者
role-owner = オーナー
reason-lost = 電話の紛失または盗難
reason-number = 番号の変更
reason-broken = 電話の故障
reason-other = その他
aspect-demand = 2FAが必要な人と開始日
aspect-ways = 許可する方法
aspect-countries = 許可する国
aspect-voip = VoIPの番号
aspect-resetters = 2FAをリセットできる人
aspect-second = リセット時の2人目の承認
aspect-wait = 「Reset MFA」の待ち時間
who-operator = このサーバーの運用者
who-somebody = どなたか
who-owner = { $org } のオーナー
who-of = { $org } の { $who }
who-and = { $who } と { $other }
who-or = { $who } または { $other }
device = { $system } の { $browser }
device-unknown = 不明なブラウザー
