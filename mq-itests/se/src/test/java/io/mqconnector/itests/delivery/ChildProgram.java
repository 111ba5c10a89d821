// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.broker.KafkaLogs;
import io.mqconnector.itests.model.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A member as a program: writes its journal to a file, leaves in order when its standard input ends. */
final class ChildProgram {
    /** Exit status for "its listener has stopped it". */
    static final int STOPPED = 3;

    /** What is added to the name of its journal for a file that is there when it has its first partition. */
    static final String READY = ".ready";

    private static final long LOOK_MILLIS = 5;

    private ChildProgram() {}

    /**
     * Is a member.
     *
     * @param args name, brokers, topic, group, seed, features, journal file
     */
    @SuppressWarnings("SystemOut") // a program: its output is the parent's log file
    public static void main(String[] args) throws Exception {
        KafkaLogs.quiet();
        var plan = SeedPlan.of(Long.parseLong(args[4]), Names.parse(Feature.class, args[5]));
        var inputEnded = new CountDownLatch(1);
        var input = new Thread(() -> awaitEndOfInput(inputEnded), "model-child-input");
        input.setDaemon(true);
        input.start();
        int status = 0;
        boolean isReady = false;
        try (var journal = new FileJournal(Path.of(args[6]))) {
            try (var member = new MqMember(args[0], new Target(args[1], args[2], args[3]), plan, journal)) {
                while (status == 0 && !inputEnded.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    member.look();
                    if (!isReady && member.stats().assignedCount() > 0) {
                        Files.createFile(Path.of(args[6] + READY));
                        isReady = true;
                    }
                    status = member.isEnded() ? STOPPED : 0;
                }
            }
        }
        System.exit(status);
    }

    private static void awaitEndOfInput(CountDownLatch inputEnded) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream()); // only its end counts: also that of the parent
        } catch (IOException e) {
            System.err.println("standard input: " + e); // as good as its end
        }
        inputEnded.countDown();
    }
}
