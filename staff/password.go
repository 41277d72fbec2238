package staff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cairn/fault"
)

// The shortest and longest password taken, in signs; the longest keeps hashing cheap to refuse.
const (
	PasswordSigns    = 12
	passwordMaxSigns = 200
)

// CheckPassword says whether a new password will do for the account with this
// e-mail and name: at least 12 signs, not one that everybody tries first, not
// made of the person's own name or e-mail. Invalid with a sentence's key.
func CheckPassword(password, email, name string) error {
	p := norm.NFKC.String(password)
	n := utf8.RuneCountInString(p)
	switch {
	case !utf8.ValidString(password):
		return fault.New(fault.Invalid, "staff.password.signs")
	case n < PasswordSigns:
		return fault.New(fault.Invalid, "staff.password.short", "N", PasswordSigns)
	case n > passwordMaxSigns:
		return fault.New(fault.Invalid, "staff.password.long", "N", passwordMaxSigns)
	case common(p), fewSigns(p), ownWords(p, email, name):
		return fault.New(fault.Invalid, "staff.password.common")
	}
	return nil
}

// common strips what people add to a common password to make it look like
// another one (digits and signs at the ends, capitals, usual swaps) and looks
// at what is left.
func common(p string) bool {
	low := strings.ToLower(p)
	bare := trimSigns(low)
	swaps := strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")
	swapped, bareSwapped := trimSigns(swaps.Replace(low)), trimSigns(swaps.Replace(bare))
	for _, s := range []string{low, bare, swapped, bareSwapped, lettersOf(low), lettersOf(bareSwapped), half(low), half(bare)} {
		if s != "" && strings.Contains(commonPasswords, "\n"+s+"\n") {
			return true
		}
	}
	return false
}

func trimSigns(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// lettersOf keeps only the letters: "pass-word 2026" is "password".
func lettersOf(s string) string {
	out := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
	if out == "" {
		return s // all digits or signs: judged as it stands
	}
	return out
}

// half is the repeated part of a word said twice ("secretsecret"), else the word.
func half(s string) string {
	if n := len(s) / 2; len(s)%2 == 0 && s[:n] == s[n:] {
		return s[:n]
	}
	return s
}

// fewSigns is true for fewer than five different signs: "aaaaaaaaaaaa", "121212121212".
func fewSigns(p string) bool {
	seen := map[rune]bool{}
	for _, r := range p {
		seen[r] = true
	}
	return len(seen) < 5
}

func ownWords(p, email, name string) bool {
	low := lettersOf(strings.ToLower(p))
	before, _, _ := strings.Cut(email, "@")
	for _, own := range []string{email, before, name} {
		own = lettersOf(strings.ToLower(own))
		if len(own) >= 4 && low == own {
			return true
		}
	}
	return false
}

// commonPasswords are words that head every published list of stolen
// passwords, and the first ideas of somebody at this desk; one a line.
const commonPasswords = `
password
passwort
passw
letmein
letmeinplease
letmeinnow
welcome
welcomeback
iloveyou
ihateyou
iloveyousomuch
admin
administrator
adminadmin
administration
changeme
changemenow
changeit
secret
secretword
topsecret
mypassword
mysecretpassword
thisismypassword
thepassword
newpassword
yourpassword
passwordpassword
correcthorsebatterystaple
qwerty
qwertyuiop
qwertyuiopasdf
qwertyuiopasdfghjkl
qwertyqwerty
asdfghjkl
asdfghjklzxcvbnm
zxcvbnm
abcdefghijkl
abcdefghijklm
abcdefghijklmn
abcdefghijklmnop
abcdefghijklmnopqrstuvwxyz
abcabcabcabc
football
footballfootball
liverpool
liverpoolfc
manchester
manchesterunited
arsenal
chelsea
barcelona
everton
sunshine
princess
monkey
dragon
superman
batman
pokemon
starwars
cheese
chocolate
computer
internet
michael
charlie
ashley
jessica
trustno
trustnoone
whatever
nothing
somebody
hello
hellohello
helloworld
london
england
cumbria
carlisle
barnardo
barnardos
service
facilitator
moderator
designer
safeguarding
linkworker
linkworkers
youthworker
summer
winter
spring
autumn
monday
friday
january
november
december
cairn
cairncairn
welcometocairn
123456789012
1234567890123
12345678901234
123456789012345
1234567890123456
098765432109
012345678901
112233445566
123123123123
121212121212
111222333444
987654321098
1q2w3e4r5t6y
1qaz2wsx3edc
q1w2e3r4t5y6
qazwsxedcrfv
`
