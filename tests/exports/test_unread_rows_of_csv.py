"""Rows of a CSV export whose action is not known: their options are there, and nobody knows with which value."""

from tests.conftest import Run, Write

HEAD = "Section,Option,Value,Action\n"


def test_a_row_of_an_unknown_action_is_not_taken_for_absent(estate: Write, run: Run) -> None:
    rows = "endpoints:1,default,Q,ADD\nendpoints:1,webme,Webengagement_Chat,CREATE\n"
    client = "[service:wes]\nwes.connector.chatServer.queueKey=1:webme\nwes.connector.chatServer.queueWebengagement=Q\n"
    estate({"e/Chat.csv": HEAD + rows, "e/GWE.cfg": client})

    ran = run("check", "e", "-f", "concise", "--select", "GWE001,GWE202,GWE203,GWE204")

    assert "GWE001 the action of this row is not known" in ran.out
    assert "GWE20" not in ran.out


def test_what_a_deleted_option_became_after_it_is_not_known(estate: Write, run: Run) -> None:
    estate({"e/Chat.csv": HEAD + "endpoints:1,webme,,DELETE\nendpoints:1,webme,Q,CREATE\n"})

    shown = run("options", "chat-server:endpoints:1/webme", "e", "-f", "json").out

    assert '"origin": "unknown"' in shown
