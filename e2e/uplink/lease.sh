#!/bin/sh
# What dhclient(8) calls in a node of the tests: sets the address, and touches no file of the computer.
case "$reason" in
PREINIT) ip link set "$interface" up ;;
BOUND | RENEW | REBIND | REBOOT)
  ip address replace "$new_ip_address/24" dev "$interface"
  for router in $new_routers; do ip route replace default via "$router"; done
  ;;
esac
