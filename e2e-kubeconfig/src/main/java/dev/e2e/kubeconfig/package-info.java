/**
 * The way to a Kubernetes API server, as kubectl finds it: {@code KubeconfigFiles} says where it is written, {@code
 * Kubeconfig} reads that, and {@code ApiServerAccess} makes fabric8's configuration and HTTP client of it.
 */
@NullMarked
package dev.e2e.kubeconfig;

import org.jspecify.annotations.NullMarked;
