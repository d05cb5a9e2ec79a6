/**
 * Port forwarding: fixed local ports whose connections are carried, each through a tunnel of its own, to ready pods of a
 * cluster.
 */
@NullMarked
package dev.e2e.infra.forward;

import org.jspecify.annotations.NullMarked;
