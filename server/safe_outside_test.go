package server

import (
	"testing"

	"filippo.io/age"
)

func TestTheOutsidePersonGivesTheirKeyToSayThatTheLADOWasTold(t *testing.T) {
	olive, err := age.GenerateX25519Identity()
	must(t, err)
	s := openSafe(t)
	s.ready()
	s.outsideKey = olive.Recipient().String()
	s.comes("case1", told, true, "Test Person")
	address := "/safe/outside/" + s.pages[0].Link
	c := s.stranger()
	c.get(address).wants(200).says("Your key", "I have told the LADO")
	c.post(address, form("do", "told")).wants(422).says("not a whole key", "Tell the LADO").hides("You said that the LADO was told.")
	c.post(address, form("do", "open", "key", olive.String())).wants(200).says("kanarienvogel", "Give your key once more")
	c.follow(address, form("do", "told", "key", olive.String())).says("It is written down", "the LADO was told")
}

func TestTheOutsidePersonIsToldOfAWorryThatNamesNobody(t *testing.T) {
	s := openSafe(t)
	s.ready()
	s.comes("case1", told, true)
	if len(s.pages) != 2 || s.pages[0].Outside || !s.pages[1].Outside {
		t.Fatalf("got the pages %+v, want one inside and one outside", s.pages)
	}
	s.lead.get("/safe/case1").wants(200)
	address := "/safe/outside/" + s.pages[1].Link
	c := s.stranger()
	c.get(address).wants(200).says("names nobody we know", "Ask more than one of them").hides("Your key", "cannot open it", "kanarie")
	c.get(address + "/file").wants(404)
	c.post(address, form("do", "open", "key", "x")).wants(404)
	c.follow(address, form("do", "told")).says("It is written down")
	s.lead.follow("/safe/case1", form("do", "open", "passphrase", keyPhrase)).says("by link alone, without a key")
}
