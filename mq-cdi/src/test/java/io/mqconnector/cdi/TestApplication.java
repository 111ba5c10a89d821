// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqMessage;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;

/** An application in Weld SE with a class loader of its own, on which a {@link RecordingRuntime} is found. */
class TestApplication implements AutoCloseable {
    int apiVersion = MqRuntime.API_VERSION;
    final Map<String, List<String>> runtimeProblems = new HashMap<>();

    @Nullable
    String refusedListener;

    private final Path directory;
    private final Loader loader;
    private final Journal journal = new Journal();
    private final List<RecordingRuntime> runtimes = new ArrayList<>();
    private final Class<?>[] beanClasses;
    private final TestClock clock = new TestClock();
    private final MqExtension extension = new MqExtension(clock);
    private @Nullable WeldContainer container;

    private TestApplication(Class<?>... beanClasses) {
        this.beanClasses = beanClasses;
        try {
            directory = Files.createTempDirectory("mq-cdi-test");
            loader = new Loader(directory.toUri().toURL());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One with an engine; not started. */
    static TestApplication of(Class<?>... beanClasses) {
        return withoutEngine(beanClasses).provide(MqRuntimeFactory.class, RecordingRuntimeFactory.class);
    }

    static TestApplication withoutEngine(Class<?>... beanClasses) {
        return new TestApplication(beanClasses);
    }

    /** A started one. */
    static TestApplication started(Class<?>... beanClasses) {
        return of(beanClasses).start();
    }

    /** Lists providers on the application's class loader. */
    TestApplication provide(Class<?> service, Class<?>... providers) {
        var names = new ArrayList<String>();
        for (Class<?> provider : providers) {
            names.add(provider.getName());
        }
        return file("META-INF/services/" + service.getName(), String.join("\n", names));
    }

    /** A file on the application's class loader. */
    TestApplication file(String path, String content) {
        try {
            var file = directory.resolve(path);
            Files.createDirectories(requireNonNull(file.getParent()));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestApplication start() {
        return start(loader);
    }

    TestApplication start(ClassLoader contextLoader) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(contextLoader);
        try {
            container = new Weld(directory.getFileName().toString())
                    .disableDiscovery()
                    .addBeanClasses(beanClasses)
                    .addBeanClass(Nothing.class)
                    .addExtensions(extension, new JournalExtension(journal))
                    .initialize();
        } finally {
            thread.setContextClassLoader(before);
        }
        return this;
    }

    RecordingRuntime newRuntime(MqConfig config) {
        var runtime = new RecordingRuntime(config, this);
        runtimes.add(runtime);
        return runtime;
    }

    List<RecordingRuntime> runtimes() {
        return runtimes;
    }

    RecordingRuntime runtime() {
        return runtimes.get(0);
    }

    ClassLoader loader() {
        return loader;
    }

    Journal journal() {
        return journal;
    }

    List<String> journalLines() {
        return journal.lines();
    }

    WeldContainer container() {
        return requireNonNull(container);
    }

    TestClock clock() {
        return clock;
    }

    MqExtension extension() {
        return extension;
    }

    <T> T get(Class<T> type) {
        return container().select(type).get();
    }

    TestDelivery deliver(String listener, String value) throws Exception {
        return runtime()
                .deliver(
                        listener,
                        MqMessage.of("gochat.messages.upstream", "user-1", value.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        if (container != null && container.isRunning()) {
            container.close();
        }
        // As a server does at undeployment: SmallRye keeps a Config for each class loader.
        var configs = ConfigProviderResolver.instance();
        configs.releaseConfig(configs.getConfig(loader));
        try (var files = Files.walk(directory)) {
            loader.close();
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leads a factory back to its application. */
    final class Loader extends URLClassLoader {
        Loader(URL directory) {
            super(new URL[] {directory}, TestApplication.class.getClassLoader());
        }

        /** Its own first: a test's provider before one of the class path. */
        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            var all = Collections.list(findResources(name));
            all.addAll(Collections.list(getParent().getResources(name)));
            return Collections.enumeration(all);
        }

        TestApplication application() {
            return TestApplication.this;
        }
    }

    /** Weld wants at least one class. */
    static class Nothing {}

    static class JournalExtension implements Extension {
        private final Journal journal;

        JournalExtension(Journal journal) {
            this.journal = journal;
        }

        void addJournal(@Observes AfterBeanDiscovery event) {
            event.<Journal>addBean().types(Journal.class).scope(Singleton.class).createWith(context -> journal);
        }
    }
}
