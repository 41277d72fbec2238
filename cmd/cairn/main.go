// Command cairn runs Cairn: young people join a session with a code, answer,
// and see together what the room thinks.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const usage = `cairn COMMAND [flags]

  serve     run the site
  demo      run it with an invented story, to look around
  config    show the settings in force   (--markdown: the page in docs/)
  health    ask a running site whether it is well (exit status 0 or 1)
  backup    write everything into one file, while the site runs or not
  restore   fill an empty store from such a file
  screen    say what screening finds in texts, one a line from standard input   (--json)

cairn COMMAND --help shows the flags.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "cairn:", sentence(err))
		}
		stop()
		os.Exit(1)
	}
}

// run picks the subcommand; each has a file of its own.
func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Print(usage)
		return nil
	}
	command, rest := args[0], args[1:]
	switch command {
	case "serve":
		return runServe(ctx, rest)
	case "demo":
		return runDemo(ctx, rest)
	case "config":
		return runConfig(rest)
	case "health":
		return runHealth(ctx, rest)
	case "backup":
		return runBackup(ctx, rest)
	case "restore":
		return runRestore(ctx, rest)
	case "screen":
		return runScreen(rest, os.Stdin, os.Stdout, os.Stderr)
	case "help", "-h", "--help":
		fmt.Print(usage)
		return nil
	default:
		return fmt.Errorf("there is no command %q\n\n%s", command, usage)
	}
}
