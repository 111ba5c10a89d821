// SPDX-License-Identifier: MIT
package io.mqconnector.engine.log;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's log lines: id, sentence, facts. Ids are MQ1001 to MQ1999 and never reused.
 *
 * <p>Never logs keys, values, headers or passwords; what others have written, names and reasons, begins no line,
 * stack traces aside.
 * Thread-safe.
 */
public final class MqLog {
    private static final long REPEAT_NANOS = 60_000_000_000L;

    private final System.Logger logger;

    private MqLog(Class<?> owner) {
        this.logger = System.getLogger(owner.getName());
    }

    /** The log of one class: its name is the logger's. */
    public static MqLog of(Class<?> owner) {
        return new MqLog(owner);
    }

    /** The connector has started. */
    public void connectorStarted(String instance, String brokers, int stripes) {
        log(INFO, "MQ1001 connector started: instance=" + instance + ", brokers=" + brokers + ", stripes=" + stripes);
    }

    /** The connector has been closed. */
    public void connectorClosed(String instance, long millis) {
        log(INFO, "MQ1002 connector closed: instance=" + instance + ", took " + millis + " ms");
    }

    /** Something in the configuration deserves a look but stops nothing. */
    public void configurationWarning(String warning) {
        log(WARNING, "MQ1003 configuration: " + warning);
    }

    /** No broker answers; said once until one does. */
    public void clusterUnreachable(String brokers, String reason) {
        log(
                WARNING,
                "MQ1004 no broker answers at " + brokers + " (" + reason
                        + "); the connector keeps trying, sends fail with CONNECTION_FAILED until one does");
    }

    /** The cluster answers, for the first time or again. */
    public void clusterReachable(String brokers, int brokerCount, long afterMillis) {
        log(
                INFO,
                "MQ1005 cluster answers: brokers=" + brokers + ", count=" + brokerCount + ", after " + afterMillis
                        + " ms");
    }

    /** A producer could not be built; it is tried again. */
    public void producerNotBuilt(String clientId, Throwable failure) {
        log(WARNING, "MQ1006 producer " + clientId + " could not be built, trying again: " + failure);
    }

    /** An application's callback threw. */
    public void callbackFailed(String topic, Throwable failure) {
        log(WARNING, "MQ1007 a send callback for topic " + topic + " threw; the send itself is not affected", failure);
    }

    /** A producer still had messages in flight when the time for closing it ran out. */
    public void producerClosedInFlight(String clientId, long inFlight, String timeout) {
        log(
                WARNING,
                "MQ1008 producer " + clientId + " closed with " + inFlight + " messages in flight after " + timeout
                        + "; they fail as UNKNOWN");
    }

    /** An MBean could not be registered; everything else works. */
    public void mbeanNotRegistered(String name, Throwable failure) {
        log(WARNING, "MQ1009 MBean " + name + " could not be registered: " + failure);
    }

    /** A subscription has started. */
    public void listenerStarted(String listener, String group, String topics, int consumers, int workers) {
        log(
                INFO,
                "MQ1010 listener started: name=" + listener + ", group=" + group + ", topics=" + topics + ", consumers="
                        + consumers + ", workers=" + workers);
    }

    /** A subscription has been closed. */
    public void listenerClosed(String listener, boolean complete, long millis) {
        log(
                complete ? INFO : WARNING,
                "MQ1011 listener closed: name=" + listener + ", "
                        + (complete
                                ? "everything begun was finished and committed"
                                : "not everything begun was finished")
                        + ", took " + millis + " ms");
    }

    /** A subscription was stopped; it can be started again. */
    public void listenerStopped(String listener, boolean complete, long millis) {
        log(
                complete ? INFO : WARNING,
                "MQ1120 listener stopped: name=" + listener + ", "
                        + (complete
                                ? "everything begun was finished and committed"
                                : "not everything begun was finished")
                        + ", took " + millis + " ms; it stands still until it is started again");
    }

    /** A listener of notifications does not keep up; said once. */
    public void notificationsDropped(int waiting) {
        log(
                WARNING,
                "MQ1121 a listener of JMX notifications does not return: " + waiting
                        + " wait for it, older ones are dropped (DroppedNotificationCount of the connector's MBean)");
    }

    /** Partitions were assigned. */
    public void assigned(String listener, String partitions) {
        log(INFO, "MQ1012 assigned: listener=" + listener + ", partitions=" + partitions);
    }

    /** Partitions were given up in a rebalance, after what is done had been committed. */
    public void revoked(String listener, String partitions, int cutOff) {
        log(
                cutOff == 0 ? INFO : WARNING,
                "MQ1013 revoked: listener=" + listener + ", partitions=" + partitions
                        + (cutOff == 0
                                ? ", all that is done is committed"
                                : ", without a commit of all that is done: " + cutOff
                                        + " of them will be delivered again in part"));
    }

    /** Partitions were taken away without a chance to commit. */
    public void lost(String listener, String partitions, int cutOff) {
        log(
                WARNING,
                "MQ1014 lost: listener=" + listener + ", partitions=" + partitions
                        + "; what was done and not yet committed on " + cutOff + " of them will be delivered again");
    }

    /** A delivery failed and will be repeated. */
    public void deliveryFailed(
            String listener, String place, int attempt, long backoffMillis, Throwable failure, boolean isLoud) {
        if (!isLoud && !logger.isLoggable(DEBUG)) {
            return;
        }
        var text = "MQ1015 delivery failed: listener=" + listener + ", record=" + place + ", attempt=" + attempt
                + ", next in " + backoffMillis + " ms; nothing behind it in its partition is committed";
        if (isLoud) {
            log(WARNING, text + "; further ones at DEBUG for a minute", failure);
        } else {
            log(DEBUG, text + ": " + brief(failure));
        }
    }

    /** A record could not be handed over at all; its turn comes again. */
    public void endpointUnavailable(String listener, String topic, int partition, long offset, Throwable why) {
        log(
                WARNING,
                "MQ1023 no endpoint: listener=" + listener + ", record=" + topic + "-" + partition + "@" + offset
                        + " waits, no attempt is counted: " + why.getMessage() + ": " + why.getCause());
    }

    /** A server's work manager took no work; workers are offered again. */
    public void workRejected(int workers, Throwable why) {
        log(
                WARNING,
                "MQ1024 the server's work manager takes no work, " + workers + " workers are offered again: " + why);
    }

    /** A server did not say which class a message-driven bean has. */
    public void endpointClassUnknown(Throwable why) {
        log(INFO, "MQ1025 the server does not tell the class of a message-driven bean: " + why);
    }

    /** A message endpoint could not be given back. */
    public void endpointNotReleased(Throwable why) {
        log(WARNING, "MQ1026 giving back a message endpoint failed: " + why);
    }

    /** A commit failed; the next one covers it. */
    public void commitFailed(String listener, Throwable failure) {
        log(WARNING, "MQ1016 commit failed: listener=" + listener + "; the next commit covers it: " + failure);
    }

    /** A Kafka consumer failed and is replaced. */
    public void consumerFailed(String listener, long backoffMillis, Throwable failure) {
        log(
                WARNING,
                "MQ1017 consumer failed: listener=" + listener + ", a new one is built in " + backoffMillis + " ms",
                failure);
    }

    /** The first position of a group was fixed by a commit, before anything was delivered. */
    public void startPinned(String listener, String positions) {
        log(INFO, "MQ1018 start position committed: listener=" + listener + ", positions=" + positions);
    }

    /** A listener is waiting for topics that do not exist. */
    public void topicsMissing(String listener, String topics) {
        log(
                WARNING,
                "MQ1019 topic missing: listener=" + listener + " waits for " + topics
                        + "; create it, the connector never does");
    }

    /** A partition is paused, since its listener is slower than the fetch. */
    public void partitionPaused(String listener, String partition, long inFlight) {
        log(
                DEBUG,
                "MQ1020 partition paused: listener=" + listener + ", partition=" + partition + ", inFlight="
                        + inFlight);
    }

    /** Records that had begun did not finish in the time allowed. */
    public void abandoned(String listener, String partition, String timeout) {
        log(
                WARNING,
                "MQ1021 a record of " + partition + " was still being handled by listener " + listener + " after "
                        + timeout + "; its completion is ignored and it is delivered again");
    }

    /** Closing a Kafka client failed; there is nothing left to do about it. */
    public void clientCloseFailed(String clientId, Throwable failure) {
        log(WARNING, "MQ1022 closing Kafka client " + clientId + " failed: " + failure);
    }

    /** A record was nothing for its listener. */
    public void recordSkipped(String listener, String place, String reason) {
        log(DEBUG, "MQ1027 record skipped: listener=" + listener + ", record=" + place + ": " + reason);
    }

    /** A record failed for good. */
    public void recordGivenUp(
            String listener, String place, int attempts, String fate, Throwable failure, boolean isLoud) {
        if (!isLoud && !logger.isLoggable(DEBUG)) {
            return;
        }
        var text = "MQ1028 record given up: listener=" + listener + ", record=" + place + ", attempts=" + attempts
                + ": " + fate;
        if (isLoud) {
            log(WARNING, text + "; further ones at DEBUG for a minute", failure);
        } else {
            log(DEBUG, text + ": " + brief(failure));
        }
    }

    /** A dead letter could not be written; it is tried again, and its partition waits. */
    public void deadLetterFailed(String listener, String place, String topic, Throwable failure) {
        log(
                ERROR,
                "MQ1029 dead letter not written: listener=" + listener + ", record=" + place + ", topic=" + topic
                        + "; nothing of its partition is delivered until it is: " + failure);
    }

    /** A dead-letter topic does not exist. */
    public void deadLetterTopicMissing(String listener, String topics) {
        log(
                WARNING,
                "MQ1030 dead-letter topic missing: listener=" + listener + ", topics=" + topics
                        + "; create them, the connector never does, or a record that fails for good stops its partition");
    }

    /** A listener threw after it had acknowledged. */
    public void failedAfterAcknowledgement(String listener, String place, Throwable failure) {
        log(
                WARNING,
                "MQ1031 listener " + listener + " threw after it had acknowledged record " + place + ", which is done",
                failure);
    }

    /** An application's error listener threw. */
    public void errorListenerFailed(String listener, Throwable failure) {
        log(WARNING, "MQ1032 the error listener of " + listener + " threw", failure);
    }

    /** An application's error listener does not keep up; said once. */
    public void errorListenerTooSlow(String listener, int waiting) {
        log(
                WARNING,
                "MQ1038 the error listener of " + listener + " does not return: " + waiting
                        + " errors wait for it, older ones are dropped; have it return soon");
    }

    /** An application's context carrier threw. */
    public void carrierFailed(Throwable failure) {
        log(WARNING, "MQ1033 a context carrier threw; the message is sent or delivered without it", failure);
    }

    /** A broker takes less metadata with a commit. */
    public void metadataTooLarge(String listener, int chars) {
        log(
                WARNING,
                "MQ1034 the broker takes less metadata with a commit than usual (offset.metadata.max.bytes): listener="
                        + listener + " says at most " + chars
                        + " characters; after a crash more records are delivered again");
    }

    /** A listener does not return. */
    public void listenerStuck(String listener, String place, long seconds, Thread thread) {
        var where = thread.getStackTrace();
        log(
                WARNING,
                "MQ1035 listener " + listener + " has not returned from record " + place + " for " + seconds
                        + " s, on thread " + thread.getName() + (where.length == 0 ? "" : " in " + where[0]));
    }

    /** There is lag and no progress. */
    public void listenerStalled(String listener, long lag, long seconds) {
        log(
                WARNING,
                "MQ1036 listener " + listener + " makes no progress: " + lag
                        + " records are there and none was done for " + seconds + " s");
    }

    /** A consumer failed too often. */
    public void consumerGivenUp(String listener, int failures, Throwable failure) {
        log(
                ERROR,
                "MQ1037 listener " + listener + " is FAILED: its consumer failed " + failures
                        + " times in a row; restart it when the cause is gone",
                failure);
    }

    /** Producers were replaced. */
    public void rotated(String cause, int count, long holdMicros, long unfinished) {
        log(
                unfinished == 0 ? INFO : WARNING,
                "MQ1040 producers replaced: cause=" + cause + ", count=" + count + ", senders held for " + holdMicros
                        + " us"
                        + (unfinished == 0
                                ? ""
                                : "; " + unfinished + " messages were not finished in time and fail as UNKNOWN"));
    }

    /** Producers were not replaced: those in use stay. */
    public void rotationFailed(String cause, Throwable failure) {
        log(WARNING, "MQ1041 producers not replaced, those in use stay: cause=" + cause + ": " + failure.getMessage());
    }

    /** A producer is dead by itself; another takes its place. */
    public void producerDied(String clientId, String reason) {
        log(WARNING, "MQ1042 producer " + clientId + " is dead (" + reason + "), another takes its place");
    }

    /** The circuit breaker opened. */
    public void breakerOpened(String code, String duration) {
        log(
                WARNING,
                "MQ1043 circuit breaker open: the last failure was " + code + "; sends fail with CIRCUIT_OPEN for "
                        + duration);
    }

    /** The circuit breaker closed. */
    public void breakerClosed() {
        log(INFO, "MQ1044 circuit breaker closed: sends go through again");
    }

    /** Producers were still closing when the time for it ran out. */
    public void producersStillClosing(int count, String timeout) {
        log(
                WARNING,
                "MQ1045 " + count + " producers are still closing after " + timeout
                        + ": a send callback does not return, or a broker does not answer");
    }

    /** A producer was not given back in time. */
    public void leak(String clientId, String borrower, String threshold, @Nullable Throwable stack) {
        var text = "MQ1060 producer " + clientId + " was borrowed by thread " + borrower + " and is not back after "
                + threshold + "; close it when done, in try-with-resources";
        if (stack == null) {
            log(WARNING, text);
        } else {
            log(WARNING, text, stack);
        }
    }

    /** A producer that had been reported came back after all. */
    public void leakReturned(String clientId, String borrower, long ageNanos) {
        log(
                INFO,
                "MQ1061 producer " + clientId + ", reported by MQ1060, came back from thread " + borrower + " after "
                        + ageNanos / 1_000_000 + " ms");
    }

    /** The producers that are to be kept ready could not be built. */
    public void producerNotPrepared(Throwable failure) {
        log(WARNING, "MQ1062 no producer could be built to be kept ready (mq.pool.min-idle): " + failure);
    }

    /** A transaction was not ended in time. */
    public void transactionTimedOut(
            String transactionalId, String borrower, String timeout, @Nullable Throwable stack) {
        var text = "MQ1063 transaction of " + transactionalId + ", begun by thread " + borrower
                + ", was not ended within " + timeout + " (mq.transaction.timeout) and is aborted";
        if (stack == null) {
            log(WARNING, text + "; mq.pool.leak-detection-threshold would tell where it was begun");
        } else {
            log(WARNING, text, stack);
        }
    }

    /** Another live connector uses the same transactional id. */
    public void fenced(String transactionalId, String instanceId) {
        log(
                ERROR,
                "MQ1064 another live connector uses transactional id " + transactionalId + ": its transactions and ours"
                        + " abort each other. Give each process an mq.instance-id of its own (here it is '" + instanceId
                        + "'); this one goes on with another id");
    }

    /** A transaction whose commit was not confirmed. */
    public void commitUnknown(String transactionalId, Throwable failure) {
        log(WARNING, "MQ1065 transaction of " + transactionalId + " ended without an answer", failure);
    }

    /** A transaction that could not be aborted by us. */
    public void abortFailed(String transactionalId, String timeout, Throwable failure) {
        log(
                WARNING,
                "MQ1066 transaction of " + transactionalId + " could not be aborted; the broker does it within "
                        + timeout + ", until then committed readers wait behind it: " + failure);
    }

    /** A message of a committed transaction was not acknowledged, and its sender no longer listens. */
    public void lostAfterCommit(Throwable failure) {
        log(
                ERROR,
                "MQ1080 a message was not acknowledged after the commit of the transaction that it was sent in, and"
                        + " nobody hears of it; jta outbox does not lose it: " + failure.getMessage());
    }

    /** A relay looks after an outbox. */
    public void relayStarted(String table, String instance) {
        log(INFO, "MQ1081 outbox relay started: table=" + table + ", instance=" + instance);
    }

    /** An outbox is no longer looked after by this process. */
    public void relayStopped(String table, long relayed) {
        log(INFO, "MQ1082 outbox relay stopped: table=" + table + ", relayed=" + relayed);
    }

    /** A relay cannot go on just now. */
    public void relayFailed(String table, Throwable failure) {
        log(
                WARNING,
                "MQ1083 the relay of outbox " + table + " cannot go on and keeps trying, messages wait in the table: "
                        + brief(failure));
    }

    /** A relay goes on. */
    public void relayRecovered(String table) {
        log(INFO, "MQ1084 the relay of outbox " + table + " goes on");
    }

    /** A message in the outbox cannot be sent. */
    public void outboxMessageStopped(String table, long id, String messageId, String reason, String retryInterval) {
        log(
                ERROR,
                "MQ1085 message " + messageId + " in outbox " + table + " (id " + id + ") cannot be sent, later ones of"
                        + " its key wait behind it; tried again every " + retryInterval + ": " + reason);
    }

    /** Another configuration is in force, or waits for a restart; secrets are masked already. */
    public void configurationChanged(long generation, String by, List<String> changes, List<String> needsRestart) {
        log(
                INFO,
                "MQ1110 configuration changed: generation=" + generation + ", by " + by + ": "
                        + (changes.isEmpty() ? "nothing at once" : String.join(", ", changes))
                        + (needsRestart.isEmpty()
                                ? ""
                                : "; as before until the connector is started again: "
                                        + String.join(", ", needsRestart)));
    }

    /** A change of the configuration was refused: everything is as before. */
    public void configurationRefused(String by, List<String> problems) {
        log(
                WARNING,
                "MQ1111 change of the configuration refused, everything goes on as before: by " + by + ": "
                        + String.join("; ", problems));
    }

    /** A connection of the connector has been opened. */
    public void connectionOpened(String connection, String brokers, int stripes) {
        log(INFO, "MQ1112 connection opened: name=" + connection + ", brokers=" + brokers + ", stripes=" + stripes);
    }

    /** A threshold was crossed for long enough. */
    public void alertRaised(String text, boolean isWarning) {
        log(isWarning ? WARNING : INFO, "MQ1130 alert raised: " + text);
    }

    /** A value is well below its threshold again. */
    public void alertCleared(String text) {
        log(INFO, "MQ1131 alert cleared: " + text);
    }

    /** A notifier did not take a notification. */
    public void notifierFailed(String notifier, String type, Throwable failure) {
        log(
                WARNING,
                "MQ1132 notifier " + notifier + " did not take " + type + ", which it is not offered again: "
                        + brief(failure));
    }

    /** A notifier is slower than what happens. */
    public void notificationsDropped(String notifier, long count) {
        log(
                WARNING,
                "MQ1133 notifier " + notifier + " is too slow: " + count
                        + " notifications were dropped since the start because too many waited for it");
    }

    /** Notifiers of the application could not be had. */
    public void notifiersNotLoaded(ClassLoader loader, Throwable failure) {
        log(
                WARNING,
                "MQ1134 notifiers cannot be loaded by " + loader
                        + "; correct or remove the one named, the connector goes on without: " + failure.getMessage());
    }

    /** What would help a group that is behind, or nothing any more. */
    public void scaleAdvice(String text) {
        log(INFO, "MQ1135 scale advice: " + text);
    }

    /** The lag of a group is not known. */
    public void groupLagUnknown(String group, Throwable failure) {
        log(WARNING, "MQ1136 the lag of group " + group + " cannot be found out, tried again: " + brief(failure));
    }

    /** Something that must not happen did, on a thread of the connector that goes on. */
    public void unexpected(String where, Throwable failure) {
        log(ERROR, "MQ1099 unexpected failure in " + where, failure);
    }

    private void log(Level level, String text) {
        if (logger.isLoggable(level)) {
            logger.log(level, LogText.oneLine(text));
        }
    }

    private void log(Level level, String text, Throwable failure) {
        if (logger.isLoggable(level)) {
            logger.log(level, LogText.oneLine(text), failure);
        }
    }

    /** What stands at {@code mq.config.location} cannot be read; said once for each reason. */
    public void configLocationUnreadable(String location, String reason) {
        log(
                WARNING,
                "MQ1100 configuration at " + location + " cannot be read: " + reason
                        + "; what stood there before stays in force until it can");
    }

    /** It can be read again. */
    public void configLocationReadable(String location) {
        log(INFO, "MQ1101 configuration at " + location + " can be read again");
    }

    /** Lets the first of a series of like events through, then at most one a minute. Thread-safe. */
    public static final class Limit {
        private final LongSupplier nanoTime;
        /** When one was last let through; the guard is its own atomicity. */
        private final AtomicLong lastNanos;

        private final AtomicLong suppressed = new AtomicLong();

        /** @param nanoTime the clock */
        public Limit(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            this.lastNanos = new AtomicLong(nanoTime.getAsLong() - REPEAT_NANOS);
        }

        /** Whether to log this one. */
        public boolean permits() {
            long now = nanoTime.getAsLong();
            long last = lastNanos.get();
            if (now - last >= REPEAT_NANOS && lastNanos.compareAndSet(last, now)) {
                suppressed.set(0);
                return true;
            }
            suppressed.incrementAndGet();
            return false;
        }

        /** Starts over: the next event is a first one. */
        public void reset() {
            lastNanos.set(nanoTime.getAsLong() - REPEAT_NANOS);
        }
    }

    /** The short form of a failure for a log line: class and message, without a stack. */
    public static String brief(@Nullable Throwable failure) {
        return failure == null ? "no reason given" : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
