package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Mongod is a replica set on loopback. Members are numbered from 0.
type Mongod struct {
	URI     string
	members []*member
}

type member struct {
	program string
	dir     string
	port    int
	process *exec.Cmd
	janitor *exec.Cmd
	pids    io.WriteCloser
}

// sweepUp runs beside each member and outlives the test binary however that
// ends: when its input closes it kills the last process it was told of and
// removes the folder.
const sweepUp = `trap '' INT HUP TERM; while read -r p; do last=$p; done; [ -n "$last" ] && kill -9 "$last" 2>/dev/null; sleep 0.2; rm -rf "$0"`

func startSet(program string, n int) (*Mongod, error) {
	m := &Mongod{}
	var hosts []string
	config := bson.A{}
	for i := range n {
		one, err := newMember(program)
		if err != nil {
			m.stop()
			return nil, err
		}
		m.members = append(m.members, one)
		hosts = append(hosts, one.address())
		config = append(config, bson.D{{Key: "_id", Value: i}, {Key: "host", Value: one.address()}})
	}
	m.URI = "mongodb://" + strings.Join(hosts, ",") + "/?replicaSet=rs"
	err := m.members[0].admin(bson.D{{Key: "replSetInitiate", Value: bson.D{
		{Key: "_id", Value: "rs"}, {Key: "members", Value: config},
		{Key: "settings", Value: bson.D{{Key: "electionTimeoutMillis", Value: 2000}}},
	}}}, nil)
	if err != nil {
		m.stop()
		return nil, fmt.Errorf("initiate the replica set: %w", err)
	}
	return m, nil
}

// Kill ends member i as a power cut would (kill -9).
func (m *Mongod) Kill(i int) error { return m.members[i].kill() }

// Start starts member i again on the data it had, and returns once it answers.
func (m *Mongod) Start(i int) error { return m.members[i].start() }

// Run gives member i an admin command, such as a fail point.
func (m *Mongod) Run(i int, command bson.D) error { return m.members[i].admin(command, nil) }

// Primary is the number of the member that is primary now, asking for up to 30 s.
func (m *Mongod) Primary(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		for i, one := range m.members {
			var hello struct {
				Primary bool `bson:"isWritablePrimary"`
			}
			if err := one.admin(bson.D{{Key: "hello", Value: 1}}, &hello); err == nil && hello.Primary {
				return i, nil
			}
		}
	}
	return 0, errors.New("no member is primary")
}

func (m *Mongod) stop() {
	for _, one := range m.members {
		_ = one.kill() // it may have been killed by the test
		_ = one.pids.Close()
		_ = one.janitor.Wait()
	}
}

func newMember(program string) (*member, error) {
	dir, err := os.MkdirTemp("", "cairn-mongod-")
	if err != nil {
		return nil, err
	}
	one := &member{program: program, dir: dir, janitor: exec.Command("sh", "-c", sweepUp, dir)}
	if one.pids, err = one.janitor.StdinPipe(); err != nil {
		return nil, err
	}
	if err := one.janitor.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	one.port = listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		return nil, err
	}
	return one, one.start()
}

func (o *member) address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(o.port)) }

func (o *member) start() error {
	o.process = exec.Command(o.program, "--dbpath", o.dir, "--port", strconv.Itoa(o.port), "--bind_ip", "127.0.0.1",
		"--replSet", "rs", "--nounixsocket", "--setParameter", "enableTestCommands=1", "--wiredTigerCacheSizeGB", "0.5",
		"--logpath", filepath.Join(o.dir, "log"), "--logappend")
	if err := o.process.Start(); err != nil {
		return fmt.Errorf("start mongod: %w", err)
	}
	if _, err := fmt.Fprintln(o.pids, o.process.Process.Pid); err != nil {
		return err
	}
	if err := o.admin(bson.D{{Key: "ping", Value: 1}}, nil); err != nil {
		log, _ := os.ReadFile(filepath.Join(o.dir, "log"))
		return fmt.Errorf("mongod does not answer: %w\n%s", err, log[max(0, len(log)-2000):])
	}
	return nil
}

func (o *member) kill() error {
	if o.process == nil {
		return nil
	}
	err := o.process.Process.Kill()
	_ = o.process.Wait() // it was killed, and says so
	_, told := fmt.Fprintln(o.pids)
	o.process = nil
	return errors.Join(err, told)
}

// admin runs a command on this member alone, waiting until it takes connections.
func (o *member) admin(command bson.D, answer any) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	client, err := driver.Connect(options.Client().SetHosts([]string{o.address()}).SetDirect(true).SetServerSelectionTimeout(20 * time.Second))
	if err != nil {
		return err
	}
	result := client.Database("admin").RunCommand(ctx, command)
	err = result.Err()
	if err == nil && answer != nil {
		err = result.Decode(answer)
	}
	return errors.Join(err, client.Disconnect(ctx))
}
