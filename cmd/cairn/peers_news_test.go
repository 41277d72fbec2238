package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"cairn/polls"
)

func TestFramesThatWereLostOnTheWayAreAskedFor(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	token, err := here.room().Sit(t.Context(), here.code)
	must(t, err)
	ws := there.dialled(token)
	if !hearing(ws, `"s":"`) {
		t.Fatal("a phone got no frame of a session that is elsewhere")
	}
	s.lines[0].mute.Store(true) // what it tells everybody is lost; what it is asked it answers
	here.do(polls.Command{Do: polls.DoClose, Activity: here.ask})
	if now := here.room().View().PhoneShape; !hearing(ws, `"s":"`+now) {
		t.Error("a phone at another process never heard that the question closed")
	}
}

func TestWhatComesFromAnOldOwnerIsNotShown(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	token, err := here.room().Sit(t.Context(), here.code)
	must(t, err)
	ws := there.dialled(token)
	if !hearing(ws, `"s":"`) {
		t.Fatal("a phone got no frame of a session that is elsewhere")
	}
	old, err := json.Marshal(map[string]string{
		"from": "whosleptforlong", "topic": "s/" + here.session, "v": "zzzzzzzz.1", "frame": `{"v":"zzzzzzzz.1","s":"long-ago"}`,
	})
	must(t, err)
	must(t, s.lines[0].Bus.Publish(t.Context(), "frames."+here.session, old))
	here.do(polls.Command{Do: polls.DoClose, Activity: here.ask})
	now := here.room().View().PhoneShape
	for {
		_, raw, err := ws.ReadMessage()
		must(t, err)
		if strings.Contains(string(raw), "long-ago") {
			t.Fatal("the phone was shown what an old owner said")
		}
		if strings.Contains(string(raw), now) {
			return
		}
	}
}

func TestASessionSomebodyWatchesIsTakenOverThoughNobodyAsks(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	token, err := here.room().Sit(t.Context(), here.code)
	must(t, err)
	ws := there.dialled(token)
	if !hearing(ws, `"s":"`) {
		t.Fatal("a phone got no frame of a session that is elsewhere")
	}
	died := time.Now()
	s.lines[0].cut()
	s.owner(t, there)
	inTime(t, "owned again", time.Since(died), 5*time.Second)
	there.do(polls.Command{Do: polls.DoClose, Activity: there.ask})
	if now := there.room().View().PhoneShape; !hearing(ws, `"s":"`+now) {
		t.Error("the phone that stayed never heard of the new owner's change")
	}
}

func TestATabletThatOnlyPollsFollowsASessionElsewhere(t *testing.T) {
	s := openStreet(t, 2, furnish{})
	here, there := s.houses[0], s.houses[1]
	v := there.seated()
	first := v.get("/s/" + there.code + "/poll")
	var frame struct{ V, S string }
	must(t, json.Unmarshal([]byte(first.body), &frame))
	if frame.S != here.room().View().PhoneShape {
		t.Errorf("the first poll: got shape %s, want the session's", frame.S)
	}
	next := make(chan string, 1)
	go func() { next <- v.get("/s/" + there.code + "/poll?v=" + frame.V).body }()
	here.do(polls.Command{Do: polls.DoClose, Activity: here.ask})
	if got, want := <-next, here.room().View().PhoneShape; !strings.Contains(got, want) {
		t.Errorf("the poll that hung: got %s, want shape %s", got, want)
	}
}
