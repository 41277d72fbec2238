package disclosure

import "context"

// Ceremony does the whole of a service's key ceremony at once, for demos and
// tests: every one of holders makes a key with the passphrase and opens its test
// item, the recovery key is made and opens its own. It gives the recovery key.
func Ceremony(ctx context.Context, k *Keys, service, passphrase string, holders ...string) (recovery string, err error) {
	for _, account := range holders {
		w := Who{Account: account}
		if err := k.Make(ctx, w, service, passphrase); err != nil {
			return "", err
		}
		if _, err := k.OpenTest(ctx, w, service, passphrase); err != nil {
			return "", err
		}
	}
	if len(holders) == 0 {
		return "", none()
	}
	w := Who{Account: holders[0]}
	if recovery, err = k.MakeRecovery(ctx, w, service, false); err != nil {
		return "", err
	}
	_, err = k.OpenRecoveryTest(ctx, w, service, recovery)
	return recovery, err
}
