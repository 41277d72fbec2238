package staff_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"cairn/staff"
)

// table reads the plain-English table at the head of may.go: the text of each
// row and its six marks.
func table(t *testing.T) (rows []string, marks [][]bool) {
	t.Helper()
	source, err := os.ReadFile("may.go")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(source)) {
		fields := strings.Fields(strings.TrimPrefix(line, "//"))
		if len(fields) < 7 || !strings.HasPrefix(line, "//\t") {
			continue
		}
		cells := fields[len(fields)-6:]
		if strings.Trim(strings.Join(cells, ""), "x.") != "" {
			continue
		}
		row := make([]bool, 6)
		for i, c := range cells {
			row[i] = c == "x"
		}
		rows = append(rows, strings.Join(fields[:len(fields)-6], " "))
		marks = append(marks, row)
	}
	return rows, marks
}

func TestTheTableAtTheHeadOfTheFileIsWhatHolds(t *testing.T) {
	rows, marks := table(t)
	actions := staff.Actions()[:len(staff.Actions())-1] // adding a service is told below the table
	if len(rows) != len(actions) {
		t.Fatalf("the table has %d rows, want one for each of %d actions", len(rows), len(actions))
	}
	for i, action := range actions {
		for j, role := range staff.Roles() {
			a := &staff.Account{Grants: []staff.Grant{{Service: "link", Role: role}}}
			if got := staff.May(a, action, "link"); got != marks[i][j] {
				t.Errorf("%s, %q (%s): got %v, want %v", role, rows[i], action, got, marks[i][j])
			}
			if staff.May(a, action, "bwild") {
				t.Errorf("%s of one service may %s in another", role, action)
			}
		}
	}
}

func TestSeveralRolesAddUp(t *testing.T) {
	a := &staff.Account{Grants: []staff.Grant{
		{Service: "link", Role: staff.Designer}, {Service: "link", Role: staff.Moderator}, {Service: "bwild", Role: staff.Lead},
	}}
	for _, c := range []struct {
		action  staff.Action
		service string
		want    bool
	}{
		{staff.AnswerBack, "link", true},
		{staff.RuleOnWords, "link", true},
		{staff.RunSession, "link", false},
		{staff.ReadDisclosure, "link", false},
		{staff.ReadDisclosure, "bwild", true},
		{staff.AddService, "", false},
	} {
		if got := staff.May(a, c.action, c.service); got != c.want {
			t.Errorf("%s in %s: got %v, want %v", c.action, c.service, got, c.want)
		}
	}
}

func TestNobodyAndEndedAccountsMayDoNothing(t *testing.T) {
	ended := &staff.Account{Grants: []staff.Grant{{Service: "link", Role: staff.Administrator}}, Ended: time.Unix(1, 0)}
	for _, action := range staff.Actions() {
		if staff.May(nil, action, "link") || staff.May(ended, action, "link") {
			t.Errorf("%s is open to nobody or to an ended account", action)
		}
	}
	living := &staff.Account{Grants: []staff.Grant{{Service: "link", Role: staff.Administrator}}}
	if !staff.May(living, staff.AddService, "") {
		t.Error("an administrator of any service may add one; got no, want yes")
	}
	if staff.May(living, "made.up", "link") {
		t.Error("an unknown action belongs to nobody; got yes, want no")
	}
}
