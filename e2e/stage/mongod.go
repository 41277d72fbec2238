package stage

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Mongod starts a replica set of one on a free port of loopback with its data
// in folder, and gives its address and a way to end it. The program is the
// mongod on the PATH, else the one `make mongod` fetched.
func Mongod(ctx context.Context, folder string) (uri string, stop func(), err error) {
	program, err := exec.LookPath("mongod")
	if err != nil {
		root, lost := Root(ctx)
		program = filepath.Join(root, ".cache", "mongod", "mongod")
		if _, missing := os.Stat(program); missing != nil {
			return "", nil, errors.Join(errors.New("no mongod here: `make mongod` fetches one"), lost)
		}
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command(program, "--dbpath", folder, "--port", port, "--bind_ip", "127.0.0.1", "--replSet", "rs",
		"--nounixsocket", "--wiredTigerCacheSizeGB", "0.5", "--quiet", "--logpath", filepath.Join(folder, "log"))
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("starting mongod: %w", err)
	}
	stop = func() {
		_ = cmd.Process.Kill() // its data is thrown away with the folder
		_ = cmd.Wait()
	}
	address := "127.0.0.1:" + port
	if err := initiate(ctx, address); err != nil {
		stop()
		return "", nil, fmt.Errorf("making mongod a replica set: %w", err)
	}
	return "mongodb://" + address + "/?replicaSet=rs", stop, nil
}

// initiate makes the one member a set and waits until it takes writes.
func initiate(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	client, err := mongo.Connect(options.Client().ApplyURI("mongodb://" + address + "/?directConnection=true"))
	if err != nil {
		return err
	}
	defer func() { _ = client.Disconnect(ctx) }()
	admin := client.Database("admin")
	members := bson.A{bson.D{{Key: "_id", Value: 0}, {Key: "host", Value: address}}}
	set := bson.D{{Key: "_id", Value: "rs"}, {Key: "members", Value: members}}
	if err := admin.RunCommand(ctx, bson.D{{Key: "replSetInitiate", Value: set}}).Err(); err != nil {
		return err
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		var hello struct {
			Primary bool `bson:"isWritablePrimary"`
		}
		if err := admin.RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello); err == nil && hello.Primary {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("looking for a free port: %w", err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}
