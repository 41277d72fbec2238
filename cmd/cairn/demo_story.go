package main

import (
	"context"

	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/surveys"
)

// story fills the store with the invented story, or finds it there again.
func (a *app) story(ctx context.Context) (demoAt, error) {
	service, err := a.office.FoundService(ctx, staff.NewService("Fellside LINK", "Fellside LINK"))
	if err != nil {
		return demoAt{}, err
	}
	account, err := a.office.Enrol(ctx, staff.NewAccount{
		Email: "sam@fellside.example", Name: "Sam Okafor", Password: "stones beside the path",
	}, []staff.Grant{{Service: service.ID, Role: staff.Facilitator}, {Service: service.ID, Role: staff.Administrator}})
	if err != nil {
		return demoAt{}, err
	}
	panel, err := a.panels.Create(ctx, service.ID, "Fellside young panel", "Nine young people, 11-15.")
	if err != nil {
		return demoAt{}, err
	}
	session, err := a.readySession(ctx, service, panel, account)
	if err != nil {
		return demoAt{}, err
	}
	return demoAt{account: account.ID, ready: session.ID, closed: session.ID, code: session.Door.Code}, nil
}

func (a *app) readySession(ctx context.Context, s *staff.Service, p *panels.Panel, by *staff.Account) (*polls.Session, error) {
	options := []surveys.Option{}
	for i, text := range []string{"How will you get to know me?", "What do you do if I go quiet?", "Can I bring a friend?", "Who do you tell, and when?", "Where can we meet?"} {
		options = append(options, surveys.Option{ID: string(rune('a' + i)), Full: surveys.Words{"en": text}})
	}
	session, err := a.rooms.PlanExample(ctx, s.ID, polls.Details{
		Title: surveys.Words{"en": "Help us interview a new Link Worker"}, Panel: p.ID, Band: surveys.Band11to15, Lang: "en",
	}, []polls.Activity{{Question: surveys.Question{
		ID: "ask-first", Kind: "choice", Private: surveys.PrivateNo,
		Full: surveys.Words{"en": "What should we ask the new Link Worker first?"}, Options: options,
	}}})
	if err != nil {
		return nil, err
	}
	room, err := a.rooms.Room(ctx, session.ID)
	if err != nil {
		return nil, err
	}
	actor := polls.Actor{Kind: polls.ByStaff, ID: by.ID}
	for _, cmd := range []polls.Command{{Do: polls.DoConsent, On: true}, {Do: polls.DoStart}} {
		if err := room.Do(ctx, actor, cmd); err != nil {
			return nil, err
		}
	}
	started := room.View().Session
	return &started, nil
}
