package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// firstLink starts the program on an empty folder, as a charity does on its first day, and gives the link it prints for the
// first account.
func firstLink(t *testing.T) string {
	t.Helper()
	program, err := house.program()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(folder, "data"), "--secrets", filepath.Join(folder, "secrets"), "--leave-to", weather(t))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the program ended badly: %v", err)
		}
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if row := strings.TrimSpace(lines.Text()); strings.Contains(row, "/setup/") {
			return row
		}
	}
	t.Fatal("the program printed no link for the first account")
	return ""
}

// The first day: one link, one page. What was typed stays where a field is wrong, and the link works once.
func TestTheFirstAccountIsMadeByTheLinkThatIsPrinted(t *testing.T) {
	t.Parallel()
	link := firstLink(t)
	dana := sit(t, "dana", wideGlass())
	dana.Forgive("422 (Unprocessable Entity)", "404 (Not Found)", "410 (Gone)")
	forEverybody(dana, func() { dana.Open(link) })
	dana.Open(link)
	for _, wrong := range comfort(dana) {
		t.Error(wrong)
	}
	dana.Types("Name of the service", "Fell Foot LINK")
	dana.Types("Your name", "Dana Reid")
	dana.Types("E-mail", "dana@fellfoot.example")
	dana.Types("New password", "short")
	dana.swapped(func() { dana.Tap("main form button.button") })
	dana.fit("a password that is too short")
	if got := ask[string](dana, `document.querySelector("#service").value + " " + document.querySelector("#name").value`); got != "Fell Foot LINK Dana Reid" {
		t.Errorf("got %q after a password that is too short, want what was typed", got)
	}
	dana.Types("New password", "four quiet stones by a lake")
	dana.swapped(func() { dana.Tap("main form button.button") })
	dana.Sees("Dana")
	dana.until("to be in", `location.pathname.startsWith("/setup") ? location.pathname : ""`)
	dana.fit("the first page after it")

	other := sit(t, "somebody with the same link", wideGlass())
	other.Forgive("404 (Not Found)", "410 (Gone)")
	other.Open(link)
	if other.Has(`main form input[type=password]`) {
		t.Error("the link of the first account works twice")
	}
}
