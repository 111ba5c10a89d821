// SPDX-License-Identifier: MIT
package io.mqconnector.itests.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.itests.OnlyInCi;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * A connector can be closed when its archive is no longer there: every class that this takes has been loaded before. Open
 * Liberty deletes the files of a resource adapter while it stops it.
 */
@WithKafka
class ClosingClassesIT {
    private final KafkaBroker broker;

    ClosingClassesIT(KafkaBroker broker) {
        this.broker = broker;
    }

    /** Loads everything but the JDK itself, and writes down what the close of a connector asks for. */
    private static final class Recorder extends URLClassLoader {
        private final Queue<String> asked = new ConcurrentLinkedQueue<>();
        private volatile boolean isClosing;

        Recorder(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var found = super.findClass(name);
            if (isClosing && isOfTheClose()) {
                asked.add(name);
            }
            return found;
        }

        /** On whichever thread; those that do something else may come to something new at any time. */
        private static boolean isOfTheClose() {
            return StackWalker.getInstance()
                    .walk(frames -> frames.anyMatch(frame ->
                            frame.getMethodName().toLowerCase(Locale.ROOT).contains("close")));
        }
    }

    private static List<String> askedWhenClosing(String brokers, String topic) throws Exception {
        var urls = new ArrayList<URL>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (var loader = new Recorder(urls.toArray(URL[]::new))) {
            var driver = (Callable<?>) loader.loadClass(ClosingDriver.class.getName())
                    .getConstructor(String.class, String.class)
                    .newInstance(brokers, topic);
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                var open = (AutoCloseable) driver.call();
                loader.isClosing = true;
                open.close();
            } finally {
                thread.setContextClassLoader(before);
            }
            return List.copyOf(new TreeSet<>(loader.asked));
        }
    }

    @Test
    void ofOneThatHasSentAndListened() throws Exception {
        assertThat(askedWhenClosing(broker.bootstrapServers(), broker.uniqueTopic("closing", 1)))
                .as("these belong into ClosingClasses")
                .isEmpty();
    }

    @Test
    @OnlyInCi
    void ofOneThatHasDoneNothing() throws Exception {
        assertThat(askedWhenClosing(broker.bootstrapServers(), ""))
                .filteredOn(ClosingClassesIT::isOurs)
                .as("these belong into ClosingClasses")
                .isEmpty();
    }

    @Test
    @OnlyInCi
    void ofOneWithoutABroker() throws Exception {
        assertThat(askedWhenClosing("127.0.0.1:1", ""))
                .filteredOn(ClosingClassesIT::isOurs)
                .as("these belong into ClosingClasses")
                .isEmpty();
    }

    /** Kafka's clients may be about to connect for the first time, and load hundreds that none of them needs to end. */
    private static boolean isOurs(String name) {
        return !name.startsWith("org.apache.kafka.");
    }
}
