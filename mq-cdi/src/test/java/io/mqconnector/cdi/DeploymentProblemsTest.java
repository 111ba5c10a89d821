// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqFilter;
import io.mqconnector.api.MqHeader;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqPayloadConverter;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class DeploymentProblemsTest {
    private static final String BAD = DeploymentProblemsTest.class.getName() + "$Bad";

    @Test
    void reportsEveryProblemOfEveryListenerAtOnce() {
        try (var application = TestApplication.of(
                Bad.class, BadDeclarations.class, BadSession.class, BadTyped.class, BadFinal.class, Good.class)) {
            application.runtimeProblems.put("Good.on", List.of("group is missing; set it", "no such ${x}; define it"));

            assertThat(problemsOf(application))
                    .containsExactlyInAnyOrder(
                            BAD + ".hidden(String): is private; make it package-private, protected or public",
                            BAD + ".fixed(String): is static; make it an instance method",
                            BAD
                                    + ".answer(String): returns String; make it void, nothing takes what a listener returns",
                            BAD + ".nothing(): has no parameter; take a payload, an MqMessage, an MqMetadata, an @MqKey"
                                    + " or an @MqHeader",
                            BAD + ".twoPayloads(String, byte[]): has 2 payload parameters; keep one and mark the others"
                                    + " @MqKey or @MqHeader",
                            BAD + ".twoKeys(String, byte[]): has 2 @MqKey parameters; keep one",
                            BAD + ".keyType(Integer): @MqKey parameter 1 is of type Integer; make it String or byte[]",
                            BAD + ".headerType(String, long): @MqHeader parameter 2 is of type long; make it String or"
                                    + " byte[]",
                            BAD
                                    + ".headerName(String, String): @MqHeader parameter 2 names no header; give the header's"
                                    + " name",
                            BAD + ".both(String): parameter 1 is marked @MqKey and @MqHeader; keep one of them",
                            BAD
                                    + ".primitive(int): payload parameter 1 is of primitive type int; a payload can be null,"
                                    + " take a String or a type of your own",
                            BAD + ".unreadable(Runnable): no converter reads payload type"
                                    + " java.lang.Runnable (byte[] and String are built in, the"
                                    + " application adds 0); write a io.mqconnector.spi.MqPayloadConverter that supports"
                                    + " it and list it in META-INF/services/io.mqconnector.spi.MqPayloadConverter",
                            BAD + ".unbound(T): payload parameter 1 is of type T, which nothing here binds; let a"
                                    + " subclass bind it or name the type",
                            BAD + ".unsupported(MqHeaders): parameter 1 is of unsupported type MqHeaders; of mq's own"
                                    + " types only MqDelivery, MqMessage, MqMetadata and MqContext can be taken",
                            BAD + ".several(int): returns int; make it void, nothing takes what a listener returns",
                            BAD + ".several(int): is static; make it an instance method",
                            BAD + ".several(int): payload parameter 1 is of primitive type int; a payload can be null,"
                                    + " take a String or a type of your own",
                            BAD
                                    + "Declarations.noTopic(String): names no topic; set topics or topicPattern of @MqListener",
                            BAD
                                    + "Declarations.blankTopic(String): topic 2 of 2 is blank; name a topic or leave it out",
                            BAD + "Declarations.negative(String): workers is -1; set 1 or more, or 0 to leave it to the"
                                    + " configuration",
                            BAD + "Declarations.negative(String): consumers is -2; set 1 or more, or 0 to leave it to"
                                    + " the configuration",
                            BAD + "Declarations.same(byte[]): its name 'Good.on' is also that of " + BAD
                                    + "Declarations.clash(String); set name of @MqListener",
                            Good.class.getName() + ".on(String): its name 'Good.on' is also that of " + BAD
                                    + "Declarations.clash(String); set name of @MqListener",
                            BAD + "Session.on(String): belongs to a @SessionScoped bean, but a record has no session;"
                                    + " make the bean @ApplicationScoped or @RequestScoped",
                            BAD + "Typed.on(String): is not visible through the types of its bean"
                                    + " [java.lang.Object, java.lang.Runnable]; remove @Typed, or give a"
                                    + " session bean a no-interface view",
                            "proxy of BadFinal",
                            BAD + "Declarations.clash(String): group is missing; set it",
                            BAD + "Declarations.clash(String): no such ${x}; define it",
                            BAD + "Declarations.same(byte[]): group is missing; set it",
                            BAD + "Declarations.same(byte[]): no such ${x}; define it",
                            Good.class.getName() + ".on(String): group is missing; set it",
                            Good.class.getName() + ".on(String): no such ${x}; define it");
        }
    }

    @Test
    void refusesContradictionsInBatchesFiltersAndAcknowledgement() {
        try (var application =
                TestApplication.of(BadForms.class, Good.class, NoFilter.class, Ambiguous.class, OtherAmbiguous.class)) {
            assertThat(problemsOf(application))
                    .containsExactlyInAnyOrder(
                            BAD + "Forms.both(String): names topics and a topicPattern; keep one of them",
                            BAD
                                    + "Forms.batchAndMore(List<String>, String): takes a batch, a List, beside other parameters;"
                                    + " take List<MqDelivery> alone, whose elements have key, headers and metadata",
                            BAD
                                    + "Forms.batchOfAnything(List): takes a batch, a List, of anything; name the type of its"
                                    + " elements, as List<MqDelivery>",
                            BAD + "Forms.batchOfUnread(List<Runnable>): no converter reads payload type"
                                    + " java.lang.Runnable (byte[] and String are built in, the application adds 0); write a"
                                    + " io.mqconnector.spi.MqPayloadConverter that supports it and list it in"
                                    + " META-INF/services/io.mqconnector.spi.MqPayloadConverter",
                            BAD + "Forms.batchOfHeaders(List<MqHeaders>): element of its batch is of unsupported type"
                                    + " MqHeaders; of mq's own types only MqDelivery and MqMessage can be in a batch",
                            BAD + "Forms.noFilterBean(String): its filter " + NoFilter.class.getName()
                                    + " is no bean; give it a scope, as @ApplicationScoped",
                            BAD + "Forms.severalFilters(String): its filter " + SeveralFilters.class.getName()
                                    + " is the type of several beans; name one of their classes",
                            BAD + "Forms.cannotAcknowledge(String): autoCommit is false, but nothing it takes can"
                                    + " acknowledge a record; take an MqContext or an MqDelivery, of batches a"
                                    + " List<MqDelivery>",
                            BAD
                                    + "Forms.cannotAcknowledgeBatch(List<String>): autoCommit is false, but nothing it takes can"
                                    + " acknowledge a record; take an MqContext or an MqDelivery, of batches a"
                                    + " List<MqDelivery>");
        }
    }

    @Test
    void takesManualAcknowledgementWhereTheMethodGetsAtIt() {
        try (var application = TestApplication.started(Manual.class)) {
            assertThat(application.runtime().subscribed)
                    .containsOnlyKeys("Manual.context", "Manual.delivery", "Manual.metadata", "Manual.batch")
                    .allSatisfy((name, request) ->
                            assertThat(request.declared()).containsOnly(entry("auto-commit", "false")));
        }
    }

    @Test
    void subscribesNothingAndClosesTheRuntimeWhenThereIsAProblem() {
        try (var application = TestApplication.of(BadDeclarations.class, Good.class)) {
            assertThat(problemsOf(application)).isNotEmpty();

            assertThat(application.journalLines()).containsExactly("runtime created", "runtime closed");
        }
    }

    @Test
    void passesAnnotationMembersToTheRuntimeForItsOwnChecks() {
        try (var application = TestApplication.started(Configured.class)) {
            assertThat(application.runtime().checked).singleElement().satisfies(request -> {
                assertThat(request.name()).isEqualTo("orders-${mq.instance-id}");
                assertThat(request.topics()).containsExactly("a", "${b}");
                assertThat(request.group()).isEqualTo("g");
                assertThat(request.declared())
                        .containsOnly(
                                entry("workers", "4"),
                                entry("consumers", "2"),
                                entry("auto-offset-reset", "earliest"),
                                entry("ordering", "key"),
                                entry("auto-commit", "true"));
                assertThat(request.topicPattern()).isEmpty();
                assertThat(request.explicit()).isEmpty();
                assertThat(request.applicationLoader()).isSameAs(application.loader());
            });
        }
    }

    @Test
    void namesABrokenCarrier() {
        try (var application = TestApplication.of(Good.class)
                .file("META-INF/services/" + MqContextCarrier.class.getName(), "com.acme.Gone")) {
            assertThat(problemsOf(application))
                    .singleElement()
                    .asString()
                    .startsWith("context carriers cannot be loaded by ")
                    .contains("com.acme.Gone")
                    .endsWith("; correct or remove the one named");
        }
    }

    @Test
    void takesATopicPatternInsteadOfTopics() {
        try (var application = TestApplication.started(Pattern.class)) {
            assertThat(application.runtime().request("Pattern.on").topicPattern())
                    .isEqualTo("orders\\..*");
            assertThat(application.runtime().request("Pattern.on").topics()).isEmpty();
        }
    }

    @Test
    void refusesListenersInInterceptorsAndDecorators() {
        try (var application = TestApplication.of(MarkedInterceptor.class, MarkedDecorator.class, Decorated.class)) {
            assertThat(problemsOf(application))
                    .containsExactlyInAnyOrder(
                            MarkedInterceptor.class.getName()
                                    + ".on(String): is a method of an interceptor; move it to a bean",
                            MarkedDecorator.class.getName()
                                    + ".on(String): is a method of a decorator; move it to a bean");
        }
    }

    @Test
    void warnsOfAListenerWhoseClassIsNoBean() {
        var logged = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = Logger.getLogger(DeployedApplication.class.getName());
        logger.addHandler(handler);
        try (var application = TestApplication.started(NoBean.class, Base.class, Derived.class)) {
            assertThat(logged)
                    .containsExactly(
                            "WARNING MQ2004 @MqListener method is never called, its class is not an enabled bean; give"
                                    + " the class a scope, as @ApplicationScoped: method="
                                    + NoBean.class.getName() + ".on(String)");
            assertThat(application.runtime().subscribed).containsOnlyKeys("Derived.on");
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void namesABrokenConverter() {
        try (var application = TestApplication.of(Good.class)
                .file("META-INF/services/" + MqPayloadConverter.class.getName(), "com.acme.Gone")) {
            assertThat(problemsOf(application)).singleElement().asString().contains("com.acme.Gone");
        }
        try (var application = TestApplication.of(Unread.class).provide(MqPayloadConverter.class, Failing.class)) {
            assertThat(problemsOf(application))
                    .singleElement()
                    .asString()
                    .endsWith("a converter failed when asked for payload type java.lang.Integer:"
                            + " java.lang.IllegalStateException: failing; correct its supports method");
        }
    }

    private static List<String> problemsOf(TestApplication application) {
        var failure = catchThrowable(application::start);
        assertThat(failure).isInstanceOf(DeploymentException.class);
        var lines = failure.getMessage().split("\n - ", -1);
        assertThat(lines[0])
                .startsWith("mq: " + (lines.length - 1) + " problem")
                .endsWith("no listener was started:");
        return Arrays.stream(lines)
                .skip(1)
                .map(line -> line.startsWith(BAD + "Final.on(String): the container cannot make a proxy for its bean (")
                        ? "proxy of BadFinal"
                        : line)
                .toList();
    }

    @ApplicationScoped
    static class Good {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    @ApplicationScoped
    static class Configured {
        @MqListener(
                topics = {"a", "${b}"},
                group = "g",
                name = "orders-${mq.instance-id}",
                workers = 4,
                consumers = 2,
                autoOffsetReset = "earliest",
                ordering = " key",
                autoCommit = "true ")
        void on(String payload) {}
    }

    @ApplicationScoped
    static class Pattern {
        @MqListener(topicPattern = "orders\\..*", group = "g")
        void on(String payload) {}
    }

    @ApplicationScoped
    static class Manual {
        @MqListener(topics = "t", group = "g", autoCommit = "false")
        void context(String payload, MqContext context) {}

        @MqListener(topics = "t", group = "g", autoCommit = "false")
        void delivery(MqDelivery delivery) {}

        @MqListener(topics = "t", group = "g", autoCommit = "false")
        void metadata(MqMetadata metadata) {}

        @MqListener(topics = "t", group = "g", autoCommit = "false")
        void batch(List<MqDelivery> batch) {}
    }

    @ApplicationScoped
    static class BadForms {
        @MqListener(topics = "t", topicPattern = "t.*", group = "g")
        void both(String payload) {}

        @MqListener(topics = "t", group = "g")
        void batchAndMore(List<String> batch, @MqKey String key) {}

        @MqListener(topics = "t", group = "g")
        @SuppressWarnings("rawtypes")
        void batchOfAnything(List batch) {}

        @MqListener(topics = "t", group = "g")
        void batchOfUnread(List<Runnable> batch) {}

        @MqListener(topics = "t", group = "g")
        void batchOfHeaders(List<MqHeaders> batch) {}

        @MqListener(topics = "t", group = "g", filter = NoFilter.class)
        void noFilterBean(String payload) {}

        @MqListener(topics = "t", group = "g", filter = SeveralFilters.class)
        void severalFilters(String payload) {}

        @MqListener(topics = "t", group = "g", autoCommit = " False")
        void cannotAcknowledge(String payload) {}

        @MqListener(topics = "t", group = "g", autoCommit = "false")
        void cannotAcknowledgeBatch(List<String> payload) {}
    }

    /** Has no constructor that CDI could call. */
    static class NoFilter implements MqFilter {
        NoFilter(String text) {}

        @Override
        public boolean accepts(MqDelivery delivery) {
            return true;
        }
    }

    interface SeveralFilters extends MqFilter {}

    @ApplicationScoped
    static class Ambiguous implements SeveralFilters {
        @Override
        public boolean accepts(MqDelivery delivery) {
            return true;
        }
    }

    @ApplicationScoped
    static class OtherAmbiguous extends Ambiguous {}

    @ApplicationScoped
    static class Bad {
        @MqListener(topics = "t", group = "g")
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // what is wrong with it is the point
        private void hidden(String payload) {}

        @MqListener(topics = "t", group = "g")
        static void fixed(String payload) {}

        @MqListener(topics = "t", group = "g")
        String answer(String payload) {
            return payload;
        }

        @MqListener(topics = "t", group = "g")
        void nothing() {}

        @MqListener(topics = "t", group = "g")
        void twoPayloads(String one, byte[] other) {}

        @MqListener(topics = "t", group = "g")
        void twoKeys(@MqKey String one, @MqKey byte[] other) {}

        @MqListener(topics = "t", group = "g")
        void keyType(@MqKey Integer key) {}

        @MqListener(topics = "t", group = "g")
        void headerType(String payload, @MqHeader("Retry-Count") long count) {}

        @MqListener(topics = "t", group = "g")
        void headerName(String payload, @MqHeader(" ") String header) {}

        @MqListener(topics = "t", group = "g")
        void both(@MqKey @MqHeader("h") String value) {}

        @MqListener(topics = "t", group = "g")
        void primitive(int payload) {}

        @MqListener(topics = "t", group = "g")
        void unreadable(Runnable payload) {}

        @MqListener(topics = "t", group = "g")
        <T> void unbound(T payload) {}

        @MqListener(topics = "t", group = "g")
        void unsupported(MqHeaders headers) {}

        @MqListener(topics = "t", group = "g")
        static int several(int payload) {
            return payload;
        }
    }

    @ApplicationScoped
    static class BadDeclarations {
        @MqListener(
                topics = {},
                group = "g")
        void noTopic(String payload) {}

        @MqListener(
                topics = {"t", " "},
                group = "g")
        void blankTopic(String payload) {}

        @MqListener(topics = "t", group = "g", workers = -1, consumers = -2)
        void negative(String payload) {}

        @MqListener(topics = "t", group = "g", name = "Good.on")
        void clash(String payload) {}

        @MqListener(topics = "t", group = "g", name = "Good.on")
        void same(byte[] payload) {}
    }

    @SessionScoped
    static class BadSession implements Serializable {
        private static final long serialVersionUID = 1L;

        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    @ApplicationScoped
    @Typed(Runnable.class)
    static class BadTyped implements Runnable {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {}

        @Override
        public void run() {}
    }

    @ApplicationScoped
    static final class BadFinal {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    /** No bean itself, as it has no constructor that CDI could call; but a bean inherits the listener. */
    static class Base {
        Base(String text) {}

        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    @Dependent
    static class Derived extends Base {
        Derived() {
            super("");
        }
    }

    /** Has no constructor that CDI could call. */
    static class NoBean {
        NoBean(String text) {}

        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    @ApplicationScoped
    static class Unread {
        @MqListener(topics = "t", group = "g")
        void on(Integer payload) {}
    }

    /** A converter that cannot answer. */
    public static class Failing implements MqPayloadConverter {
        @Override
        public boolean supports(Type type) {
            throw new IllegalStateException("failing");
        }

        @Override
        public byte[] toBytes(Object payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object fromBytes(byte[] bytes, Type type) {
            throw new UnsupportedOperationException();
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Marked {}

    @Marked
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    static class MarkedInterceptor {
        @AroundInvoke
        Object around(InvocationContext context) throws Exception {
            return context.proceed();
        }

        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    @ApplicationScoped
    static class Decorated implements Runnable {
        @Override
        public void run() {}
    }

    @Decorator
    @Priority(Interceptor.Priority.APPLICATION)
    static class MarkedDecorator implements Runnable {
        @Inject
        @Delegate
        Runnable delegate;

        @Override
        public void run() {
            delegate.run();
        }

        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }
}
