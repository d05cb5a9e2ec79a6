package dev.e2e.kubeconfig;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * The kubeconfig's {@code tls-server-name}: the API server is asked for by this name in TLS, and its certificate has to be
 * for it, whatever the host in its URL. The JDK's HTTP client knows only the URL's host, and fabric8 only warns; so the
 * context here makes engines for the name.
 */
final class ServerName extends JdkHttpClientFactory {
    private final SSLContext context;

    /** @param context what TLS is spoken with otherwise */
    ServerName(String name, SSLContext context) {
        this.context = new NamedContext(context, name);
    }

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        builder.sslContext(context);
    }

    private static final class NamedContext extends SSLContext {
        NamedContext(SSLContext context, String name) {
            super(new NamedEngines(context, name), context.getProvider(), context.getProtocol());
        }
    }

    private static final class NamedEngines extends SSLContextSpi {
        private final SSLContext context;
        private final String name;

        NamedEngines(SSLContext context, String name) {
            this.context = context;
            this.name = name;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return engineCreateSSLEngine("", -1);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return new NamedEngine(context.createSSLEngine(name, port), name);
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("is there already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return context.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }
}
