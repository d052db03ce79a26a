CREATE TABLE gwe_lint_finding (
	id INTEGER NOT NULL,
	command TEXT NOT NULL,
	estate TEXT NOT NULL,
	rule TEXT NOT NULL,
	name TEXT NOT NULL,
	severity TEXT NOT NULL,
	message TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	class TEXT NOT NULL,
	among TEXT NOT NULL,
	type TEXT NOT NULL,
	former_application TEXT NOT NULL,
	former_option TEXT NOT NULL,
	dbids TEXT NOT NULL,
	members TEXT NOT NULL,
	deviating TEXT NOT NULL,
	accepted TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT,
	section TEXT,
	option TEXT,
	"before" TEXT,
	"after" TEXT,
	first_seen DATE NOT NULL,
	since DATE NOT NULL,
	times INTEGER NOT NULL,
	gone DATE,
	continued_by INTEGER,
	PRIMARY KEY (id)
);
INSERT INTO "gwe_lint_finding" VALUES(1,'drift','x','GWE801','option-changed','error','[settings] session-restoration-mode changed from ''simple'' to ''none''','20eb00775b517a99','changed','','','','','[]','[]','[]','','there','C1','settings','session-restoration-mode','simple','none','2026-11-01','2026-11-03',2,NULL,NULL);
INSERT INTO "gwe_lint_finding" VALUES(2,'drift','x','GWE801','option-changed','warning','[settings] flex-disconnect-timeout changed from ''60'' to ''90''','2decbaa1326325be','changed','','','','','[]','[]','[]','','unseen','C2','settings','flex-disconnect-timeout','60','90','2026-11-02','2026-11-02',1,NULL,NULL);
CREATE TABLE gwe_lint_interval (
	id INTEGER NOT NULL,
	finding INTEGER NOT NULL,
	stretch INTEGER NOT NULL,
	begins DATE NOT NULL,
	ends DATE,
	state TEXT NOT NULL,
	rule TEXT NOT NULL,
	severity TEXT NOT NULL,
	class TEXT NOT NULL,
	message TEXT NOT NULL,
	accepted TEXT NOT NULL,
	application TEXT,
	"before" TEXT,
	"after" TEXT,
	last BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(finding) REFERENCES gwe_lint_finding (id)
);
INSERT INTO "gwe_lint_interval" VALUES(1,1,1,'2026-11-01','2026-11-02','there','GWE801','error','changed','[settings] session-restoration-mode changed from ''simple'' to ''none''','','C1','simple','none','1');
INSERT INTO "gwe_lint_interval" VALUES(2,2,1,'2026-11-02','2026-11-03','there','GWE801','warning','changed','[settings] flex-disconnect-timeout changed from ''60'' to ''90''','','C2','60','90','0');
INSERT INTO "gwe_lint_interval" VALUES(3,1,2,'2026-11-03',NULL,'there','GWE801','error','changed','[settings] session-restoration-mode changed from ''simple'' to ''none''','','C1','simple','none','0');
INSERT INTO "gwe_lint_interval" VALUES(4,2,1,'2026-11-03',NULL,'unseen','GWE801','warning','changed','[settings] flex-disconnect-timeout changed from ''60'' to ''90''','','C2','60','90','0');
CREATE TABLE gwe_lint_not_checked (
	id INTEGER NOT NULL,
	command TEXT NOT NULL,
	scope TEXT NOT NULL,
	reason TEXT NOT NULL,
	begins DATE NOT NULL,
	ends DATE,
	PRIMARY KEY (id)
);
INSERT INTO "gwe_lint_not_checked" VALUES(1,'drift','["x"]','C2: its export x/C2.cfg is empty','2026-11-03',NULL);
CREATE TABLE gwe_lint_report (
	id INTEGER NOT NULL,
	digest TEXT NOT NULL,
	command TEXT NOT NULL,
	scope TEXT NOT NULL,
	day DATE NOT NULL,
	errors INTEGER NOT NULL,
	warnings INTEGER NOT NULL,
	notes INTEGER NOT NULL,
	waived INTEGER NOT NULL,
	known INTEGER NOT NULL,
	new INTEGER NOT NULL,
	again INTEGER NOT NULL,
	updated INTEGER NOT NULL,
	resolved INTEGER NOT NULL,
	unseen INTEGER NOT NULL,
	applications INTEGER NOT NULL,
	options INTEGER NOT NULL,
	unverifiable INTEGER NOT NULL,
	not_checked INTEGER NOT NULL,
	clients INTEGER,
	followed INTEGER,
	PRIMARY KEY (id),
	UNIQUE (digest)
);
INSERT INTO "gwe_lint_report" VALUES(1,'904ad803deaada1b786c4661cc973a007621dbd044b8a8cc791701cfc2caec37','drift','["x"]','2026-11-01',1,0,0,0,0,1,0,0,0,0,2,6,0,0,NULL,NULL);
INSERT INTO "gwe_lint_report" VALUES(2,'bc9ed078158fd7b048584a8115a4478789c52f751aa3de11f9b25c9437812289','drift','["x"]','2026-11-02',0,1,0,0,0,1,0,0,1,0,2,6,0,0,NULL,NULL);
INSERT INTO "gwe_lint_report" VALUES(3,'200be1348a41ac10ae8f8aaf50614464098f18843cea4b5cc5b0711c513e7257','drift','["x"]','2026-11-03',1,1,0,0,0,0,1,0,0,1,1,3,0,1,NULL,NULL);
CREATE TABLE gwe_lint_report_estate (
	report INTEGER NOT NULL,
	estate TEXT NOT NULL,
	PRIMARY KEY (report, estate)
);
INSERT INTO "gwe_lint_report_estate" VALUES(1,'x');
INSERT INTO "gwe_lint_report_estate" VALUES(2,'x');
INSERT INTO "gwe_lint_report_estate" VALUES(3,'x');
CREATE TABLE gwe_lint_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT gwe_lint_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "gwe_lint_version" VALUES('1');
CREATE INDEX gwe_lint_report_day ON gwe_lint_report (command, day);
CREATE INDEX gwe_lint_report_estate_name ON gwe_lint_report_estate (estate, report);
CREATE INDEX gwe_lint_finding_state ON gwe_lint_finding (command, state, estate);
CREATE INDEX gwe_lint_finding_fingerprint ON gwe_lint_finding (command, fingerprint);
CREATE INDEX gwe_lint_finding_option ON gwe_lint_finding (command, option);
CREATE INDEX gwe_lint_finding_application ON gwe_lint_finding (application);
CREATE INDEX gwe_lint_interval_finding ON gwe_lint_interval (finding, stretch);
CREATE INDEX gwe_lint_interval_days ON gwe_lint_interval (begins, ends);
CREATE INDEX gwe_lint_not_checked_open ON gwe_lint_not_checked (command, ends);
