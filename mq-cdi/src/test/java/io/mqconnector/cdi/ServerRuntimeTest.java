// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqProducer;
import io.mqconnector.spi.MqPayloadConverter;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.PassivationCapable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerRuntimeTest {
    private static final String DEFAULT_NAME = "java:comp/env/mq/runtime";
    private static final String CONFIG = "META-INF/microprofile-config.properties";

    private final FakeNaming.Installed naming = FakeNaming.install();
    private final List<MqRuntimes.Registration> registrations = new ArrayList<>();
    private final List<TestApplication> servers = new ArrayList<>();
    private final List<Object> kept = new ArrayList<>(); // the registry holds weakly

    @AfterEach
    void stop() {
        naming.close();
        registrations.forEach(MqRuntimes.Registration::close);
        servers.forEach(TestApplication::close);
    }

    @Test
    void takesTheConnectorOfTheConfiguredName() {
        var configured = connector("configured");
        naming.bind("java:/mq/Orders", BoundFactory.of(configured)).bind(DEFAULT_NAME, connector("default"));
        register(connector("registered"));

        try (var application = TestApplication.of(NeedsProducer.class)
                .file(CONFIG, "mq.runtime.jndi-name = java:/mq/Orders \n")
                .start()) {
            assertThat(application.get(NeedsProducer.class).producer).isSameAs(configured.producer);
            assertThat(application.runtimes()).as("engines of its own").isEmpty();
        }
    }

    @Test
    void takesTheConnectorOfTheDefaultNameBeforeARunningOne() {
        var bound = connector("default");
        naming.bind(DEFAULT_NAME, BoundFactory.of(bound));
        register(connector("registered"));

        try (var application = TestApplication.started(NeedsProducer.class)) {
            assertThat(application.get(NeedsProducer.class).producer).isSameAs(bound.producer);
        }
    }

    @Test
    void takesARuntimeThatIsBoundItself() {
        var bound = connector("bound");
        naming.bind(DEFAULT_NAME, bound);

        try (var application = TestApplication.started(NeedsProducer.class)) {
            assertThat(application.get(NeedsProducer.class).producer).isSameAs(bound.producer);
        }
    }

    @Test
    void takesTheOnlyConnectorThatRunsBeforeAnEngineOfItsOwn() {
        var running = connector("running");
        register(running);

        try (var application = TestApplication.started(NeedsProducer.class)) {
            assertThat(application.get(NeedsProducer.class).producer).isSameAs(running.producer);
            assertThat(application.runtimes()).as("engines of its own").isEmpty();
        }
    }

    @Test
    void takesTheConnectorOfTheConfiguredInstanceId() {
        var second = connector("second");
        register(connector("first"));
        register(second);

        try (var application = TestApplication.of(NeedsProducer.class)
                .file(CONFIG, "mq.runtime.instance-id=second\n")
                .start()) {
            assertThat(application.get(NeedsProducer.class).producer).isSameAs(second.producer);
        }
    }

    @Test
    void namesTheConnectorsWhenSeveralRun() {
        register(connector("first"));
        register(connector("second"));

        assertRefused(
                TestApplication.of(NeedsProducer.class),
                "several connectors run in this server: 'first' (" + RecordingRuntime.class.getName(),
                ", 'second' (",
                "; say which one the application uses: set mq.runtime.jndi-name to the name its connection factory is"
                        + " bound under, or mq.runtime.instance-id to its instance id");
    }

    @Test
    void namesTheConnectorsThatRunWhenNoneHasTheConfiguredInstanceId() {
        var typo = "mq.runtime.instance-id=secnod\n";
        assertRefused(
                TestApplication.of(NeedsProducer.class).file(CONFIG, typo),
                "mq.runtime.instance-id is 'secnod', but no connector runs in this server");

        register(connector("first"));

        assertRefused(
                TestApplication.of(NeedsProducer.class).file(CONFIG, typo),
                "mq.runtime.instance-id is 'secnod', but only 'first' (",
                "correct the id");
    }

    @Test
    void saysThatTwoConnectorsHaveTheConfiguredInstanceId() {
        register(connector("same"));
        register(connector("same"));

        assertRefused(
                TestApplication.of(NeedsProducer.class).file(CONFIG, "mq.runtime.instance-id=same\n"),
                "several connectors run in this server under the instance id 'same': ",
                "set mq.runtime.jndi-name to the name its connection factory is bound under");
    }

    @Test
    void saysThatNothingIsBoundAtTheConfiguredName() {
        register(connector("running"));

        assertRefused(
                named("java:/mq/Typo"),
                "mq.runtime.jndi-name is 'java:/mq/Typo': nothing is bound there; name what the server has bound the"
                        + " connector's io.mqconnector.api.MqConnectionFactory under, or bind it there");
    }

    @Test
    void saysWhatIsBoundAtTheConfiguredNameWhenItIsNoConnector() {
        naming.bind("java:/jdbc/Orders", new AtomicInteger());

        assertRefused(
                named("java:/jdbc/Orders"),
                "mq.runtime.jndi-name is 'java:/jdbc/Orders': an object of class java.util.concurrent.atomic.AtomicInteger"
                        + " by the JVM is bound there, not an io.mqconnector.api.MqConnectionFactory; name the connector's connection"
                        + " factory");
    }

    @Test
    void saysWhyTheLookUpOfTheConfiguredNameFailed() {
        naming.bind("java:/mq/Orders", new NamingException("no permission"));

        assertRefused(named("java:/mq/Orders"), "'java:/mq/Orders': the look-up failed: ", "no permission");

        naming.bind("java:/mq/Orders", new NoClassDefFoundError("io/mqconnector/ra/MqConnectionFactoryHandle"));

        assertRefused(
                named("java:/mq/Orders"),
                "'java:/mq/Orders': the look-up failed: java.lang.NoClassDefFoundError:"
                        + " io/mqconnector/ra/MqConnectionFactoryHandle");
    }

    @Test
    void doesWithoutTheJndiApi() throws Exception {
        naming.bind(DEFAULT_NAME, "something");
        var loader = new IsolatedLoader("without-naming", getClass().getClassLoader())
                .define("io.mqconnector.cdi.", "/app/mq-cdi.jar")
                .hide("javax.naming.");
        var at = loader.loadClass(JndiEntry.class.getName()).getDeclaredMethod("at", String.class);
        at.setAccessible(true);

        assertThat(at.invoke(null, DEFAULT_NAME)).asString().contains("absence=there is no JNDI here, failure=null");
        assertThat(JndiEntry.at(DEFAULT_NAME)).asString().contains("object=something");
    }

    @Test
    void saysThatThereIsNoJndi() {
        naming.close();

        assertRefused(named("java:/mq/Orders"), "'java:/mq/Orders': there is no JNDI here");
    }

    @Test
    void asksTheNextSourceWhenTheLookUpOfTheDefaultNameFailsAndTellsSoIfThereIsNone() {
        naming.bind(DEFAULT_NAME, new NamingException("no component on this thread"));

        assertRefused(
                TestApplication.withoutEngine(NeedsProducer.class),
                "mq.runtime.jndi-name is not set, and at java:comp/env/mq/runtime: the look-up failed: ",
                "no component on this thread");

        var running = connector("running");
        register(running);
        try (var application = TestApplication.started(NeedsProducer.class)) {
            assertThat(application.get(NeedsProducer.class).producer).isSameAs(running.producer);
        }
    }

    @Test
    void readsNotFoundFromTheCauseOfALookUpsFailure() {
        var failure = new NamingException("Lookup failed");
        failure.setRootCause(new NameNotFoundException("No object bound"));
        naming.bind(DEFAULT_NAME, failure);

        assertRefused(
                TestApplication.withoutEngine(NeedsProducer.class),
                "at java:comp/env/mq/runtime: nothing is bound there");
    }

    @Test
    void tellsThatTheConnectorBehindTheNameIsStopped() {
        naming.bind(DEFAULT_NAME, new BoundFactory(() -> {
            throw new MqConnectionException(MqErrorCode.CLOSED, "resource adapter 'mq' is stopped", null, false);
        }));

        assertRefused(
                TestApplication.of(NeedsProducer.class),
                DEFAULT_NAME + ": the connector behind it cannot be used: resource adapter 'mq' is stopped; start it");
    }

    @Test
    void tellsEveryProblemOfAFactoryThatIsConfiguredWrongly() {
        naming.bind(DEFAULT_NAME, new BoundFactory(() -> {
            throw new MqConfigException(List.of("brokers is empty", "linger is negative"));
        }));

        assertRefused(
                TestApplication.of(NeedsProducer.class),
                "mq: 2 problems",
                "mq runtime: brokers is empty",
                "mq runtime: linger is negative");
    }

    @Test
    void tellsThatTheConnectorsApiDoesNotFitMqCdi() {
        naming.bind(DEFAULT_NAME, new BoundFactory(() -> {
            throw new NoSuchMethodError("MqRuntime.later()");
        }));

        assertRefused(
                TestApplication.of(NeedsProducer.class),
                "mq runtime: mq-cdi " + ClassOrigin.of(MqExtension.class) + " does not fit mq-api "
                        + ClassOrigin.of(MqRuntime.class) + ": java.lang.NoSuchMethodError: MqRuntime.later(); use the"
                        + " same version of both");
    }

    @Test
    void startsEachListenerOnceWhenEveryWarOfAnEarBringsMqCdi() throws Exception {
        var running = connector("running");
        register(running);
        var war = new IsolatedLoader("second.war", getClass().getClassLoader())
                .define("io.mqconnector.cdi.", "/second.war/WEB-INF/lib/mq-cdi.jar")
                .share(FakeNaming.class);
        var extension = (Extension)
                war.loadClass(MqExtension.class.getName()).getConstructor().newInstance();

        try (var container = new Weld("ear")
                .disableDiscovery()
                .addBeanClasses(DeploymentProblemsTest.Good.class, war.loadClass(Listening.class.getName()))
                .addExtensions(new FirstExtension(), extension)
                .initialize()) {
            assertThat(container.isRunning()).isTrue();
            assertThat(servers.get(0).journalLines())
                    .containsExactlyInAnyOrder(
                            "runtime created",
                            "subscribed Good.on",
                            "subscribed Listening.on",
                            "subscribed Listening.other");
            assertThat(running.subscribed.get("Good.on").applicationLoader())
                    .isSameAs(getClass().getClassLoader());
            assertThat(running.subscribed.get("Listening.on").applicationLoader())
                    .isSameAs(war);
            assertThat(container.getBeanManager().getBeans(MqProducer.class))
                    .extracting(bean -> ((PassivationCapable) bean).getId())
                    .as("one producer a WAR")
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void refusesSettingsInCodeBesideAConnectorOfTheServer() {
        register(connector("running"));

        assertRefused(
                TestApplication.of(NeedsProducer.class, RuntimeSelectionTest.OneConfig.class),
                "the application has a bean of type MqConfig (MqConfig[mq.client.brokers]), but it uses the connector"
                        + " 'running' of the server",
                "remove the bean, and configure the resource adapter");
    }

    @Test
    void refusesAConnectorOlderThanItNeeds() {
        var old = connector("old");
        servers.get(0).apiVersion = MqRuntime.API_VERSION - 1;
        register(old);

        assertRefused(
                TestApplication.of(NeedsProducer.class),
                "has version " + (MqRuntime.API_VERSION - 1) + " of the runtime interface",
                "needs version " + MqRuntime.API_VERSION + "; update the resource adapter");
        assertThat(old.isClosed).isFalse();
    }

    @Test
    void leavesTheConnectorRunningWhenTheApplicationStopsAndUsesItWhenItStartsAgain() {
        var running = connector("running");
        register(running);

        for (int i = 0; i < 2; i++) {
            try (var application = TestApplication.started(Listening.class)) {
                assertThat(running.subscribed.get("Listening.on").applicationLoader())
                        .isSameAs(application.loader());
            }
            assertThat(running.subscribed).isEmpty();
        }
        assertThat(running.isClosed).isFalse();
    }

    @Test
    void leavesNothingInTheConnectorAfterAFailedStart() {
        var running = connector("running");
        servers.get(0).refusedListener = "Listening.other";
        register(running);

        try (var application = TestApplication.of(Listening.class)) {
            assertThatThrownBy(application::start).hasStackTraceContaining("refused Listening.other");

            assertThat(running.subscribed).isEmpty();
            assertThat(running.isClosed).isFalse();
            application.extension().start(new Object(), null);
            assertThat(running.subscribed).as("after a second module's event").isEmpty();
        }
    }

    @Test
    void leavesNothingOfAnApplicationBehindInAConnectorThatRunsOn() {
        var running = connector("running");
        register(running);

        var loader = runAndForget(running);
        long start = System.nanoTime();
        while (loader.get() != null && System.nanoTime() - start < 20_000_000_000L) {
            System.gc();
        }

        assertThat(loader.get()).as("class loader of the application").isNull();
        assertThat(running.isClosed).isFalse();
        assertThat(kept).hasSize(2);
    }

    /** The extension stays, as if the container kept it. */
    private WeakReference<ClassLoader> runAndForget(RecordingRuntime running) {
        try (var application = TestApplication.of(Listening.class, NeedsProducer.class)
                .provide(MqPayloadConverter.class, ListenerDeliveryTest.OrderConverter.class)
                .start()) {
            running.checked.clear();
            kept.add(application.extension());
            assertThat(running.subscribed).hasSize(2);
            return new WeakReference<>(application.loader());
        }
    }

    private static TestApplication named(String jndiName) {
        return TestApplication.of(NeedsProducer.class).file(CONFIG, "mq.runtime.jndi-name=" + jndiName + "\n");
    }

    private static void assertRefused(TestApplication application, String... sentences) {
        try (application) {
            var refused = assertThatThrownBy(application::start).isInstanceOf(DeploymentException.class);
            for (String sentence : sentences) {
                refused.hasMessageContaining(sentence);
            }
            assertThat(application.runtimes()).as("engines of its own").isEmpty();
        }
    }

    private RecordingRuntime connector(String instanceId) {
        var server = TestApplication.withoutEngine();
        servers.add(server);
        var runtime = new RecordingRuntime(instanceId, MqConfig.empty(), server);
        kept.add(runtime);
        return runtime;
    }

    private void register(MqRuntime runtime) {
        registrations.add(MqRuntimes.register(runtime));
    }

    /** Weld SE tells extensions in its one archive apart by name, a server those of two WARs by archive. */
    static class FirstExtension extends MqExtension {}

    @ApplicationScoped
    static class Listening {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {}

        @MqListener(topics = "t", group = "g")
        void other(String payload) {}
    }
}
