package receipts

import "strings"

// age writes its keys in Bech32 (BIP 173) and gives no way to make one of bytes,
// so the thirty lines stand here. Identities are written in capitals.

const bechSigns = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

func bechSum(values []byte) uint32 {
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = (sum&0x1ffffff)<<5 ^ uint32(v)
		for i, g := range []uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

// bech32 writes data under a name in small letters.
func bech32(name string, data []byte) string {
	var fives []byte
	bits, held := uint(0), uint32(0)
	for _, b := range data {
		held, bits = held<<8|uint32(b), bits+8
		for bits >= 5 {
			bits -= 5
			fives = append(fives, byte(held>>bits&31))
		}
	}
	if bits > 0 {
		fives = append(fives, byte(held<<(5-bits)&31))
	}
	head := make([]byte, 0, 2*len(name)+1)
	for i := range len(name) {
		head = append(head, name[i]>>5)
	}
	head = append(head, 0)
	for i := range len(name) {
		head = append(head, name[i]&31)
	}
	sum := bechSum(append(append(head, fives...), make([]byte, 6)...)) ^ 1
	for i := range 6 {
		fives = append(fives, byte(sum>>(5*(5-i))&31))
	}
	var b strings.Builder
	b.WriteString(name + "1")
	for _, five := range fives {
		b.WriteByte(bechSigns[five])
	}
	return b.String()
}
