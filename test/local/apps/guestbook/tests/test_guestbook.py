from handlers import clean, show, sign


def test_shows_what_was_signed(act_as):
    act_as("Sign")
    assert sign.handler({"place": "lobby", "text": "hello"}, None)["statusCode"] == 201
    act_as("Show")
    assert show.handler({"place": "lobby"}, None) == {"count": 1, "texts": ["hello"]}


def test_cleans_up(act_as):
    act_as("Sign")
    sign.handler({"place": "roof", "text": "windy"}, None)
    act_as("Clean")
    clean.handler({}, None)
    act_as("Show")
    assert show.handler({"place": "roof"}, None)["texts"] == []
