#!/usr/bin/env bash
# Builds a Kafka image where apache/kafka cannot be pulled: Debian's smallest system and its Java from a Debian mirror,
# Kafka from the Maven repository. It can do what Testcontainers' KafkaContainer asks of apache/kafka, and no more.
#
#   it/containers/kafka-image.sh [IMAGE]      IMAGE: e2e/kafka:local, unless given
#
# Needs root, debootstrap, Maven and a Docker engine (DOCKER_HOST, as ever). DEBIAN_MIRROR names the mirror; without it the
# one is taken that apt uses, else debootstrap's own.
set -euo pipefail
cd "$(dirname "$0")"

image=${1:-e2e/kafka:local}
release=bookworm

refuse() {
  echo "kafka-image.sh: $*" >&2
  exit 1
}

mirror_of_apt() {
  command -v apt-get >/dev/null || return 0
  # shellcheck disable=SC2016 # apt fills it in
  apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' 'Component: main' 2>/dev/null |
    awk -v release="$release" '$2 == release { print $1; exit }'
}

[ "$(id -u)" = 0 ] || refuse "debootstrap needs root; run this as root"
for command in debootstrap docker mvn; do
  command -v "$command" >/dev/null || refuse "no $command; install it"
done
docker info >/dev/null 2>&1 || refuse "no Docker engine answers at ${DOCKER_HOST:-the default address}; start one"

work=$(mktemp -d "${TMPDIR:-/var/tmp}/e2e-kafka-image.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
root=$work/root

jars() {
  mvn -B -ntp -q -f kafka/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$work/libs" </dev/null
}

system() {
  mirror=${DEBIAN_MIRROR:-$(mirror_of_apt)}
  debootstrap --variant=minbase --include=openjdk-17-jre-headless "$release" "$root" ${mirror:+"$mirror"} \
    >"$work/debootstrap.log" 2>&1 </dev/null || {
    tail -n 5 "$work/debootstrap.log" >&2
    refuse "debootstrap failed, see above; DEBIAN_MIRROR=… names another mirror than '${mirror:-its own}'"
  }
}

echo "building $image: a Debian system with Java, about a minute" >&2
jars
system
rm -rf "$root"/var/cache/apt "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,locale,man}
mkdir -p "$root/opt/kafka" "$root/etc/kafka/docker" "$root/var/lib/kafka"
mv "$work/libs" "$root/opt/kafka/libs"
install -m 755 kafka/run.sh "$root/etc/kafka/docker/run"
tar -C "$root" -c . | docker import --change 'CMD ["/etc/kafka/docker/run"]' - "$image"
