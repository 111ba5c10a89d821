// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqConfig;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.ConfigSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration as an MBean server shows it: with the JDK's own types alone. */
class ConfigViewTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final FakeControl control = new FakeControl();
    private final Management management = new Management(
            server,
            ConfigSnapshot.read(MqConfig.builder().instanceId("viewed").build(), ConfigViewTest.class.getClassLoader()),
            Runnable::run,
            Clock.systemUTC());
    private final ObjectName name = management.names().config();

    @BeforeEach
    void show() {
        management.config(control);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        management.close();

        assertThat(server.queryNames(new ObjectName("io.mqconnector:*"), null)).isEmpty();
    }

    private CompositeData change(String operation, String... lines) throws Exception {
        return (CompositeData)
                server.invoke(name, operation, new Object[] {lines}, new String[] {String[].class.getName()});
    }

    private CompositeData set(@Nullable String key, String value) throws Exception {
        return (CompositeData) server.invoke(
                name, "set", new Object[] {key, value}, new String[] {"java.lang.String", "java.lang.String"});
    }

    private static String[] refused(CompositeData report) {
        return (String[]) report.get("refused");
    }

    @Test
    void tellsOfEachSettingWhatAChangeTakesAndWhetherItMayBeChanged() throws Exception {
        var settings = (CompositeData[]) server.getAttribute(name, "Effective");

        assertThat(settings)
                .extracting(setting -> setting.get("name") + " " + setting.get("value") + " " + setting.get("effect")
                        + " " + setting.get("settable"))
                .containsExactly(
                        "mq.producer.linger PT0.005S ROLLING true",
                        "mq.client.sasl-password **** ROLLING false",
                        "mq.connections.\"other\".pool.max-idle 3 HOT true",
                        "mq.kafka.common.metric.reporters  ROLLING false");
    }

    @Test
    void appliesWhatIsAllowedAndTellsWhatWasChanged() throws Exception {
        var report = change("apply", "mq.producer.linger = 10ms", "mq.connections.\"other\".pool.max-idle=4");

        assertThat(refused(report)).isEmpty();
        assertThat((CompositeData[]) report.get("applied"))
                .extracting(applied -> applied.get("key") + " " + applied.get("after") + " " + applied.get("how"))
                .containsExactly("mq.producer.linger 10ms ROLLED", "mq.connections.\"other\".pool.max-idle 4 ROLLED");
        assertThat(report.get("dryRun")).isEqualTo(false);
        assertThat(server.getAttribute(name, "Generation")).isEqualTo(1L);
        assertThat(((TabularData) server.getAttribute(name, "Overrides")).size())
                .isEqualTo(2);
        assertThat(((CompositeData) server.getAttribute(name, "LastChange")).get("by"))
                .isEqualTo("JMX");
    }

    @Test
    void takesTheSignWithinAQuotedName() throws Exception {
        var unused = change("apply", "mq.listeners.\"a=b\".workers=3");

        assertThat(control.overrides).isEqualTo(Map.of("mq.listeners.\"a=b\".workers", "3"));
    }

    @Test
    void triesWithoutChanging() throws Exception {
        var report = change("dryRun", "mq.producer.linger=10ms");

        assertThat(report.get("dryRun")).isEqualTo(true);
        assertThat(control.asked).containsExactly("dryRun {mq.producer.linger=10ms} by JMX");
        assertThat(control.overrides).isEmpty();
    }

    @Test
    void tellsWhatMayHaveBeenMeant() throws Exception {
        assertThat(refused(set("mq.producer.lingr", "1ms")))
                .singleElement()
                .asString()
                .contains("mq.producer.linger");
    }

    @Test
    void tellsWhatTheConfigurationRefuses() throws Exception {
        control.refusal = List.of("max-idle is less than min-idle");

        assertThat(refused(set("mq.pool.max-idle", "1"))).containsExactly("max-idle is less than min-idle");
    }

    @Test
    void takesOverridesAway() throws Exception {
        var unused = set("mq.producer.linger", "10ms");

        var report = change("resetOverrides", "mq.producer.linger");

        assertThat(refused(report)).isEmpty();
        assertThat(control.overrides).isEmpty();
    }

    @Test
    void hasALastChangeBeforeTheFirst() throws Exception {
        assertThat(((CompositeData) server.getAttribute(name, "LastChange")).get("generation"))
                .isEqualTo(-1L);
    }

    static Stream<String> keysThatAreNotAllowed() {
        return Stream.concat(
                ConfigKeys.all().stream()
                        .filter(key -> !key.isSettableByJmx() || key.isSecret())
                        .flatMap(key -> Stream.of(
                                key.name(),
                                " " + key.name(),
                                "mq.connections.\"x\"." + key.name().substring(3),
                                "mq.connections.x." + key.name().substring(3),
                                "mq.listeners.\"x\"." + key.shortName())),
                Stream.of(
                        "mq.kafka.common.sasl.jaas.config",
                        "mq.kafka.common.bootstrap.servers",
                        "mq.kafka.producer.partitioner.class",
                        "mq.kafka.common.metric.reporters",
                        "mq.kafka.producer.linger.ms",
                        "mq.listeners.\"x\".kafka.sasl.login.class",
                        "mq.connections.\"x\".kafka.common.ssl.engine.factory.class",
                        "mq.listeners.\"mq.producer.linger\".kafka.interceptor.classes",
                        "mq.connections.\"a\".producer.linger\".client.brokers",
                        "MQ_CLIENT_BROKERS",
                        "bootstrap.servers",
                        "java.naming.factory.initial",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("keysThatAreNotAllowed")
    void refusesWhatIsNotOnTheListWithoutAskingAnybody(String key) throws Exception {
        assertThat(refused(set(key, "1"))).hasSize(1);
        assertThat(refused(change("apply", key + "=1"))).hasSize(1);
        assertThat(refused(change("dryRun", key + "=1"))).hasSize(1);
        assertThat(refused(change("apply", "mq.producer.linger=10ms", key + "=1")))
                .hasSize(1);

        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${mq.client.sasl-password}", "1${env:HOME}"})
    void refusesAValueThatCouldBringSomethingElseIn(String value) throws Exception {
        assertThat(refused(set("mq.producer.linger", value)))
                .singleElement()
                .asString()
                .doesNotContain(value);

        assertThat(control.asked).isEmpty();
    }

    /** What is refused is logged, keys too. */
    @Test
    void letsNobodyForgeALineOfTheLog() {
        String line = "x\nMQ1001 connector started";
        String key = "mq.connections.\"" + line + "\".producer.linger";

        assertThat(List.<Attempt>of(
                        () -> set("mq.monitoring.groups", line),
                        () -> set(key, "1ms"),
                        () -> change("apply", key + "=1ms"),
                        () -> change("dryRun", key + "=1ms"),
                        () -> change("resetOverrides", key),
                        () -> line("applyLine", key + "=1ms"),
                        () -> line("dryRunLine", key + "=1ms"),
                        () -> line("resetLine", key)))
                .allSatisfy(attempt -> assertThat(catchThrowable(attempt::make))
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasStackTraceContaining("has control characters")
                        .message()
                        .doesNotContain("connector started"));

        assertThat(control.asked).isEmpty();
    }

    private interface Attempt {
        CompositeData make() throws Exception;
    }

    @Test
    void refusesWhatIsNoSettingAtAll() throws Exception {
        assertThat(refused(change("apply"))).singleElement().asString().contains("nothing to change");
        assertThat(refused(change("apply", "mq.producer.linger"))).hasSize(1);
        assertThat(refused(change("apply", "mq.producer.linger=1ms", "mq.producer.linger=2ms")))
                .hasSize(1);
        assertThat(control.asked).isEmpty();
    }

    @Test
    void hasWrittenAttributesGoThroughIt() {
        control.refusal = List.of("no");
        var settings = new AttributeSettings(control, ConfigScope.connection("other"));

        assertThat(catchThrowable(() -> settings.writeMillis(ConfigKeys.POOL_MAX_IDLE_TIME, 1_500)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        assertThat(control.asked).containsExactly("apply {mq.connections.\"other\".pool.max-idle-time=1500ms} by JMX");
    }

    /** Consoles have fields for texts and numbers only. */
    @Test
    void takesSettingsInOneLine() throws Exception {
        var tried = line("dryRunLine", "mq.producer.linger=10ms; mq.pool.max-idle=4");
        var report = line("applyLine", " mq.producer.linger = 10ms ;; mq.listeners.\"a;b\".workers=3; ");

        assertThat(refused(tried)).isEmpty();
        assertThat(refused(report)).isEmpty();
        assertThat(control.overrides)
                .isEqualTo(Map.of("mq.producer.linger", "10ms", "mq.listeners.\"a;b\".workers", "3"));

        var unused = line("resetLine", "mq.producer.linger;");
        var all = line("resetLine", "");

        assertThat(refused(all)).isEmpty();
        assertThat(control.asked).endsWith("reset [mq.producer.linger] by JMX", "reset [] by JMX");
    }

    @Test
    void refusesALineThatIsNone() throws Exception {
        assertThat(refused(line("applyLine", ""))).singleElement().asString().contains("nothing to change");
        assertThat(refused(line("applyLine", "String")))
                .singleElement()
                .asString()
                .contains("key=value");
        assertThat(refused(line("applyLine", "mq.producer.linger=1ms;mq.client.brokers=localhost:1")))
                .singleElement()
                .asString()
                .contains("mq.client.brokers");
        assertThat(control.asked).isEmpty();
    }

    private CompositeData line(String operation, String line) throws Exception {
        return (CompositeData)
                server.invoke(name, operation, new Object[] {line}, new String[] {String.class.getName()});
    }

    @Test
    void namesWhatIsNull() {
        assertThat(catchThrowable(() -> set(null, "1ms")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasStackTraceContaining("operation 'set': key is null");
        assertThat(catchThrowable(() -> server.setAttribute(name, new Attribute("PollIntervalMillis", null))))
                .hasStackTraceContaining("attribute 'PollIntervalMillis': null");
        assertThat(control.asked).isEmpty();
    }
}
