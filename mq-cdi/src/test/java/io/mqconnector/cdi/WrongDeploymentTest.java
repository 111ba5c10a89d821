// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqConfig;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimes;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.tools.ToolProvider;
import org.jboss.weld.environment.se.Weld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A WAR whose class loader has what it should not have, or does not see what it should. */
class WrongDeploymentTest {
    private static final String LIB = "/apps/shop.war/WEB-INF/lib/";
    private static final String NEEDS_PRODUCER = NeedsProducer.class.getName();

    @Test
    void namesJarsAndLoadersWhenTheWarBringsMqApiAndTheConnectorIsBound() throws Exception {
        try (var naming = FakeNaming.install();
                var server = TestApplication.withoutEngine()) {
            naming.bind("java:comp/env/mq/runtime", BoundFactory.of(new RecordingRuntime(MqConfig.empty(), server)));

            var failure = failureOf(warWithApi(LIB), NEEDS_PRODUCER);

            assertThat(failure)
                    .contains("java:comp/env/mq/runtime: what is bound there, " + BoundFactory.class.getName() + " of ")
                    .contains(" implements io.mqconnector.api.MqConnectionFactory of ")
                    .contains(" by " + getClass().getClassLoader()
                            + ", but mq-cdi uses io.mqconnector.api.MqConnectionFactory of " + LIB
                            + "mq-api-1.jar by shop.war; remove mq-api-*.jar from WEB-INF/lib, the resource adapter"
                            + " brings it");
        }
    }

    @Test
    void namesJarsAndLoadersWhenTheApplicationSeesAnotherResourceAdapter() throws Exception {
        try (var naming = FakeNaming.install();
                var server = TestApplication.withoutEngine()) {
            naming.bind("java:comp/env/mq/runtime", new RecordingRuntime(MqConfig.empty(), server));

            var failure = failureOf(warWithApi("/rars/second.rar/"), NEEDS_PRODUCER);

            assertThat(failure)
                    .contains("implements io.mqconnector.spi.MqRuntime of ")
                    .contains(
                            "but mq-cdi uses io.mqconnector.spi.MqRuntime of /rars/second.rar/mq-api-1.jar by shop.war;"
                                    + " let the application see the mq-api of the resource adapter it uses and no other")
                    .contains("where there are several resource adapters, make the one visible whose connection factory"
                            + " is bound there");
        }
    }

    @Test
    void saysThatTheWarBringsMqApiWhenNoConnectorIsFound() throws Exception {
        try (var server = TestApplication.withoutEngine()) {
            var running = new RecordingRuntime(MqConfig.empty(), server);
            var registration = MqRuntimes.register(running);

            var failure = failureOf(warWithApi(LIB), NEEDS_PRODUCER);

            registration.close();
            assertThat(running.isClosed).isFalse();

            assertThat(failure)
                    .contains("no mq runtime was found: ")
                    .contains("no connector runs in this server that io.mqconnector.spi.MqRuntimes of " + LIB
                            + "mq-api-1.jar by shop.war knows of")
                    .contains("; the application brings mq-api itself (io.mqconnector.spi.MqRuntime of " + LIB
                            + "mq-api-1.jar by shop.war), and so does not see the server's connector: remove"
                            + " mq-api-*.jar from WEB-INF/lib, the resource adapter brings it");
        }
    }

    @Test
    void saysHowToMakeTheConnectorVisibleWhenItIsNot() throws Exception {
        var war = war().hide("io.mqconnector.api.").hide("io.mqconnector.spi.");

        var failure = failureOf(war, NEEDS_PRODUCER, ListenerDeliveryTest.Forms.class.getName());

        assertThat(failure)
                .contains(
                        "mq: the connector is not visible to this application: io.mqconnector.api.MqProducer cannot be"
                                + " loaded by shop.war, which loaded mq-cdi (" + MqExtension.class.getName() + " of "
                                + LIB
                                + "mq-cdi-1.jar by shop.war)")
                .contains("WildFly: 'Dependencies: deployment.<name of the .rar>'")
                .contains("jboss-deployment-structure.xml")
                .contains("Open Liberty: <classloader classProviderRef=")
                .contains("other servers: deploying the .rar")
                .contains("Caused by: java.lang.ClassNotFoundException: io.mqconnector.api.MqProducer")
                .doesNotContain("NoClassDefFoundError");
    }

    @Test
    void waitsForTheResourceAdapterUntilTheApplicationStartsAndThenSaysThatItDoesNotRun(@TempDir Path archive)
            throws Exception {
        compileResourceAdapterTo(archive);
        try (var adapter = new URLClassLoader(
                new URL[] {archive.toUri().toURL()}, getClass().getClassLoader())) {
            var war = warBeside(adapter);

            String failure;
            try {
                failure = failureOf(war, List.of(new Impatience()), NEEDS_PRODUCER);
            } finally {
                assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            }

            assertThat(failure)
                    .contains("no mq runtime was found: ")
                    .contains("the resource adapter that io.mqconnector.spi.MqRuntimes of /rars/mq.rar/mq-api-1.jar by"
                            + " shop.war belongs to does not run")
                    .contains("io.mqconnector.cdi.DeployedApplication.start(")
                    .doesNotContain("io.mqconnector.cdi.DeployedApplication.validate(");
        }
    }

    /** A class of the name by which a resource adapter's class loader is known. */
    static void compileResourceAdapterTo(Path directory) throws IOException {
        var source = directory.resolve("MqResourceAdapter.java");
        Files.writeString(source, "package io.mqconnector.ra; public class MqResourceAdapter {}");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", directory.toString(), source.toString()))
                .isZero();
    }

    @Test
    @Timeout(60)
    void usesTheResourceAdapterThatTheServerStartsWhileTheApplicationStarts(@TempDir Path archive) throws Exception {
        compileResourceAdapterTo(archive);
        try (var adapter = new URLClassLoader(
                new URL[] {archive.toUri().toURL()}, getClass().getClassLoader())) {
            var late = new LateAdapter(warBeside(adapter));

            assertThat(deployed(late.war, List.of(late), NEEDS_PRODUCER)).isNull();

            assertThat(late.registered).isCompletedWithValueMatching(Objects::nonNull);
        }
    }

    private static IsolatedLoader warBeside(ClassLoader adapter) {
        return withApi(war(adapter), "/rars/mq.rar/").define("io.mqconnector.ra.", "/rars/mq.rar/mq-ra-1.jar");
    }

    private static IsolatedLoader war() {
        return war(WrongDeploymentTest.class.getClassLoader());
    }

    private static IsolatedLoader war(ClassLoader parent) {
        return new IsolatedLoader("shop.war", parent)
                .define("io.mqconnector.cdi.", LIB + "mq-cdi-1.jar")
                .share(FakeNaming.class);
    }

    private static IsolatedLoader warWithApi(String directory) {
        return withApi(war(), directory);
    }

    private static IsolatedLoader withApi(IsolatedLoader war, String directory) {
        return war.define("io.mqconnector.api.", directory + "mq-api-1.jar")
                .define("io.mqconnector.spi.", directory + "mq-api-1.jar");
    }

    private static String failureOf(ClassLoader war, String... beanClasses) throws ReflectiveOperationException {
        return failureOf(war, List.of(), beanClasses);
    }

    private static String failureOf(ClassLoader war, List<Extension> others, String... beanClasses)
            throws ReflectiveOperationException {
        var failure = deployed(war, others, beanClasses);
        assertThat(failure).as("deployment's failure").isNotNull();
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Deploys classes of {@code war} with the extension that is found there, and returns why that failed, if it did. */
    private static @Nullable Throwable deployed(ClassLoader war, List<Extension> others, String... beanClasses)
            throws ReflectiveOperationException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(war);
        try {
            var extension = (Extension)
                    war.loadClass(MqExtension.class.getName()).getConstructor().newInstance();
            var weld = new Weld("shop").disableDiscovery().addExtensions(extension);
            others.forEach(weld::addExtensions);
            for (String beanClass : beanClasses) {
                weld.addBeanClass(war.loadClass(beanClass));
            }
            return catchThrowable(() -> weld.initialize().close());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A server that gives up as soon as anything waits. */
    static final class Impatience implements Extension {
        void interrupt(@Observes @Initialized(ApplicationScoped.class) @Priority(1) Object event) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server that starts the resource adapter on another thread, once the application waits for it. */
    static final class LateAdapter implements Extension {
        private final ClassLoader war;
        private final CompletableFuture<Object> registered = new CompletableFuture<>();

        LateAdapter(ClassLoader war) {
            this.war = war;
        }

        void startAdapter(@Observes @Initialized(ApplicationScoped.class) @Priority(1) Object event) {
            var application = Thread.currentThread();
            registered.completeAsync(() -> {
                while (application.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                return register();
            });
        }

        /** Of the types that the WAR sees, which are not those of the test; whoever has it keeps it registered. */
        private Object register() {
            try {
                var type = war.loadClass(MqRuntime.class.getName());
                var runtime = Proxy.newProxyInstance(
                        war, new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                            case "apiVersion" -> MqRuntime.API_VERSION;
                            case "instanceId" -> "late";
                            default -> throw new UnsupportedOperationException(method.getName());
                        });
                var unused = war.loadClass(MqRuntimes.class.getName())
                        .getMethod("register", type)
                        .invoke(null, runtime);
                return runtime;
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("no registry", e);
            }
        }
    }
}
