// Package e2e holds the journeys: the real program, a real Chromium, and
// people at phones, a desk and a wall, each in a browser context of their own.
// Read the journey_*_test.go files first; they are written for youth workers.
// cast_test.go says who takes part, page_test.go what anybody can do with a
// page, and looks/ holds the questions a page is asked about itself.
package e2e
