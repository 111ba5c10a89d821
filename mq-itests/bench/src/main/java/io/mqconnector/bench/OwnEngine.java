// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The connector, and the benchmark's classes that use it, loaded once more: as they are, or with the methods emptied that
 * count what each message costs to count. Two of them in one JVM are compiled each by what it does itself.
 *
 * <p>Thread-safe, as class loaders are.
 */
final class OwnEngine extends ClassLoader {
    private static final String API = "io.mqconnector.api.";
    private static final String SPI = "io.mqconnector.spi.";
    private static final String ENGINE = "io.mqconnector.engine.";
    private static final String BENCH = "io.mqconnector.bench.";
    /** What both sides of the benchmark speak of. */
    private static final Set<String> SHARED =
            Set.of(Contender.class.getName(), ContenderSource.class.getName(), WrongResultException.class.getName());

    private final boolean counts;
    /** Those that are no more. */
    private final Set<Count> emptied = ConcurrentHashMap.newKeySet();

    /** What counts each message, or one in some. Immutable. */
    enum Count {
        /** An acknowledged message and its bytes. */
        SENT("metrics.TopicTraffic$Cell", "acknowledged", "(J)V"),
        /** How long one took, by its topic. */
        SENT_TIMED("metrics.TopicTraffic$Cell", "timed", "(JI)V"),
        /** Where messages to a topic are counted: always the last place. */
        SENT_TOPIC(
                "metrics.TopicTraffic$Lane",
                "of",
                "(Ljava/lang/String;)Lio/mqconnector/engine/metrics/TopicTraffic$Cell;") {
            @Override
            void writeBody(MethodVisitor method) {
                method.visitVarInsn(Opcodes.ALOAD, 0);
                method.visitFieldInsn(
                        Opcodes.GETFIELD,
                        "io/mqconnector/engine/metrics/TopicTraffic$Lane",
                        "last",
                        "Lio/mqconnector/engine/metrics/TopicTraffic$Cell;");
                method.visitInsn(Opcodes.ARETURN);
            }
        },
        /** Which sends are timed: none. */
        SEND_SAMPLE("outbound.Sampling", "isTimed", "(J)Z") {
            @Override
            void writeBody(MethodVisitor method) {
                method.visitInsn(Opcodes.ICONST_0);
                method.visitInsn(Opcodes.IRETURN);
            }
        },
        /** What is under way, told by the counts that a send needs in any case. */
        IN_FLIGHT("outbound.Lane", "inFlightCount", "()J") {
            @Override
            void writeBody(MethodVisitor method) {
                pushLong(method, "entered", "metrics/StripedCounter", "sum");
                pushLong(method, "settled", "metrics/SingleWriterCounter", "get");
                method.visitInsn(Opcodes.LSUB);
                method.visitInsn(Opcodes.LRETURN);
            }

            private void pushLong(MethodVisitor method, String field, String type, String getter) {
                String owner = "io/mqconnector/engine/" + type;
                method.visitVarInsn(Opcodes.ALOAD, 0);
                method.visitFieldInsn(
                        Opcodes.GETFIELD, "io/mqconnector/engine/outbound/Lane", field, "L" + owner + ";");
                method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, getter, "()J", false);
            }
        },
        /** Records that came with a poll. */
        RECEIVED("inbound.TopicCounters", "received", "(I)V"),
        /** Records that a listener has handled. */
        HANDLED("inbound.TopicCounters", "handled", "(I)V"),
        /** How long calls of a listener took. */
        PROCESSED("inbound.InboundCounters", "processed", "(JI)V");

        private final String type;
        private final String method;
        private final String descriptor;

        Count(String type, String method, String descriptor) {
            this.type = ENGINE + type;
            this.method = method;
            this.descriptor = descriptor;
        }

        void writeBody(MethodVisitor method) {
            method.visitInsn(Opcodes.RETURN);
        }

        private boolean isIn(String name, String itsDescriptor) {
            return method.equals(name) && descriptor.equals(itsDescriptor);
        }
    }

    private OwnEngine(boolean counts) {
        super(OwnEngine.class.getClassLoader());
        this.counts = counts;
    }

    /** As it is. */
    static OwnEngine counting() {
        return new OwnEngine(true);
    }

    /** One that counts nothing. */
    static OwnEngine uncounting() {
        return new OwnEngine(false);
    }

    /**
     * A contender that uses it; the caller closes it.
     *
     * @param source with a public constructor without parameters
     * @param needed what its runs must have come by, so that nothing is compared with itself
     */
    Contender open(
            Class<? extends ContenderSource> source,
            Set<Count> needed,
            KafkaBroker broker,
            String name,
            String topic,
            int records) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            var contender = Class.forName(source.getName(), true, this)
                    .asSubclass(ContenderSource.class)
                    .getConstructor()
                    .newInstance()
                    .open(broker, name, topic, records);
            return new Checked(this, contender, counts ? Set.of() : needed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + source, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Sees to it that nothing counts that should not. */
    private record Checked(OwnEngine engine, Contender contender, Set<Count> needed) implements Contender {
        @Override
        public String name() {
            return contender.name();
        }

        @Override
        public double[] run() throws InterruptedException {
            double[] measured = contender.run();
            var still = engine.notEmptied(needed);
            if (!still.isEmpty()) {
                throw new IllegalStateException(name() + " did not come by " + still);
            }
            return measured;
        }

        @Override
        public void close() {
            contender.close();
        }
    }

    private Set<Count> notEmptied(Set<Count> needed) {
        return needed.stream().filter(count -> !emptied.contains(count)).collect(Collectors.toSet());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    private static boolean isOwn(String name) {
        return (name.startsWith(API) || name.startsWith(SPI) || name.startsWith(ENGINE) || name.startsWith(BENCH))
                && !SHARED.contains(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = counts ? in.readAllBytes() : withoutCounts(name, in.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] withoutCounts(String name, byte[] bytes) {
        var here = Arrays.stream(Count.values())
                .filter(count -> count.type.equals(name))
                .toList();
        if (here.isEmpty()) {
            return bytes;
        }
        var writer = new ClassWriter(0);
        var emptying = new Emptying(writer, here);
        new ClassReader(bytes).accept(emptying, 0);
        if (!emptying.done.containsAll(here)) {
            throw new IllegalStateException("not all of " + here + " are in " + name);
        }
        emptied.addAll(here);
        return writer.toByteArray();
    }

    private static final class Emptying extends ClassVisitor {
        private static final int MAX_STACK = 4; // two longs

        private final List<Count> counts;
        private final Set<Count> done = EnumSet.noneOf(Count.class);

        private Emptying(ClassVisitor next, List<Count> counts) {
            super(Opcodes.ASM9, next);
            this.counts = counts;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            var method = super.visitMethod(access, name, descriptor, signature, exceptions);
            for (Count count : counts) {
                if (count.isIn(name, descriptor)) {
                    done.add(count);
                    method.visitCode();
                    count.writeBody(method);
                    method.visitMaxs(MAX_STACK, 1 + (Type.getArgumentsAndReturnSizes(descriptor) >> 2));
                    method.visitEnd();
                    return null; // what it did is read by nobody
                }
            }
            return method;
        }
    }
}
