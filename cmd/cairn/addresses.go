package main

import (
	"net"
	"net/netip"
	"net/url"
	"sort"
	"strings"
)

// addresses lists every address at which phones can reach a listener, the
// likeliest first: the charity's own name, then this machine's addresses on its
// Wi-Fi or cable, then this machine alone.
func addresses(publicURL string, secure bool, listener net.Addr) []string {
	if publicURL != "" {
		return []string{strings.TrimRight(publicURL, "/")}
	}
	tcp, ok := listener.(*net.TCPAddr)
	if !ok {
		return nil
	}
	scheme := "http"
	if secure {
		scheme = "https"
	}
	at := func(ip netip.Addr) string {
		return (&url.URL{Scheme: scheme, Host: netip.AddrPortFrom(ip, uint16(tcp.Port)).String()}).String()
	}
	if ip, ok := netip.AddrFromSlice(tcp.IP); ok && !ip.IsUnspecified() {
		return []string{at(ip.Unmap())}
	}
	list := []string{}
	for _, ip := range machineAddresses() {
		list = append(list, at(ip))
	}
	return append(list, at(netip.MustParseAddr("127.0.0.1")))
}

// reachableAt gives addresses as they are when asked: a laptop may join another Wi-Fi.
func reachableAt(c config, listener net.Listener) func() []string {
	return func() []string { return addresses(c.publicURL, c.tls(), listener.Addr()) }
}

// machineAddresses are the IPv4 addresses of this machine's networks, private ones first.
func machineAddresses() []netip.Addr {
	var found []netip.Addr
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range all {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		ip := prefix.Addr().Unmap()
		if ip.Is4() && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() {
			found = append(found, ip)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i].IsPrivate() != found[j].IsPrivate() {
			return found[i].IsPrivate()
		}
		return found[i].Less(found[j])
	})
	return found
}

// withoutPassword hides the password of an address before it is printed.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	u.User = url.User(u.User.Username())
	return u.String()
}

// withoutUser hides user and password of addresses separated by commas: NATS
// takes a secret token in the user's place.
func withoutUser(addresses string) string {
	all := strings.Split(addresses, ",")
	for i, one := range all {
		if u, err := url.Parse(strings.TrimSpace(one)); err == nil && u.User != nil {
			u.User = url.User("hidden")
			all[i] = u.String()
		}
	}
	return strings.Join(all, ",")
}
