INSERT INTO places (id, kind, label, name, valid_from) VALUES (1, 'commune', 'xã', 'Sơn Hồng', '2025-07-01');
INSERT INTO people (id, place_id, full_name, folded_name, birth_year, on_roster, created_at)
VALUES (1, 1, 'Nguyễn Thị Lan', 'nguyen thi lan', 1968, true, '2026-11-01 00:00:00');
INSERT INTO accounts (id, channel, chat, person_id, language, consent, route, choices, draft, blocked, seen_at, audit_length, audit_head)
VALUES (1, 'telegram', '7', 1, 'vi', '2026-11', 'ask/1/A3', '[]', '{}', false, '2026-11-01 00:00:00', 0, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO cycles (id, commune_id, year, state, plan, criteria_set, standing, corrections)
VALUES (1, 1, 2026, 'open', 'son-hong-2026-2030', 'cdht-324-2023', 'proposed', '[]');
INSERT INTO declarations (id, cycle_id, title, person_id, place_id, account_id, state, revision, answers, edition, verdict, created_at)
VALUES (1, 1, 'citizen', 1, 1, 1, 'draft', 0, '{"A1"\: "2"}', 'x', 'incomplete', '2026-11-01 00:00:00')
