// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The context class loaders that a connector in OSGi must do without. */
enum ContextLoader {
    /** As on most threads of a framework. */
    NONE,
    /** Fails for what is the connector's or Kafka's. */
    THROWING,
    /** Finds other classes of the same names: the test has its own Kafka and its own API. */
    WRONG_CLASSES;

    private static final List<String> NOT_ITS_BUSINESS = List.of(
            "org.apache.kafka.",
            "io.mqconnector.",
            "com.codahale.",
            "com.github.luben.",
            "net.jpountz.",
            "org.HdrHistogram.",
            "org.apache.commons.pool2.",
            "org.eclipse.microprofile.",
            "org.slf4j.",
            "org.xerial.");

    /** A loader of this kind, for {@link Thread#setContextClassLoader}. */
    @Nullable
    Recording loader() {
        return this == NONE ? null : new Recording(this);
    }

    private static boolean isNotItsBusiness(String name) {
        var bare = name.startsWith("META-INF/services/") ? name.substring(18) : name.replace('/', '.');
        return NOT_ITS_BUSINESS.stream().anyMatch(bare::startsWith);
    }

    /** Remembers what it should not have been asked for. Thread-safe. */
    static final class Recording extends ClassLoader {
        private final ContextLoader kind;
        private final Queue<String> asked = new ConcurrentLinkedQueue<>();

        private Recording(ContextLoader kind) {
            super(kind.name(), ContextLoader.class.getClassLoader());
            this.kind = kind;
        }

        List<String> asked() {
            return List.copyOf(asked);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            refuse(name);
            return super.loadClass(name, resolve);
        }

        @Override
        public @Nullable URL getResource(String name) {
            refuse(name);
            return super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            refuse(name);
            return kind == THROWING ? Collections.emptyEnumeration() : super.getResources(name);
        }

        private void refuse(String name) {
            if (isNotItsBusiness(name)) {
                asked.add(name);
                if (kind == THROWING) {
                    throw new IllegalStateException("the context class loader was asked for " + name);
                }
            }
        }
    }
}
