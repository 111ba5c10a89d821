// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import io.mqconnector.engine.log.MqLog;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The file or directory that {@code mq.config.location} names, as it was when it could be read whole for the last time.
 *
 * <p>A file that is written in place can be seen half-written: what has changed counts once it was found the same twice, a
 * while apart. Its own time does not say that: it is another machine's, or that of the file it was copied from. A directory
 * whose files are exchanged all at once, as Kubernetes does, counts at once. Guarded by its owner.
 */
final class ConfigLocation {
    /** How long a file is left alone before it counts as written. */
    static final long SETTLED_MILLIS = 250;
    /** How long a file is waited for that cannot be read at the start: it may just be written. */
    static final long START_MILLIS = 1_000;

    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(SETTLED_MILLIS);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final MqLog LOG = MqLog.of(ConfigLocation.class);

    private final Path path;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final LongConsumer pause;
    private @Nullable LocationState good;
    private @Nullable LocationStamp seen;
    private long seenNanos;
    private String reported = "";

    /**
     * @param clock tells how old a file is
     * @param nanoTime the clock for durations
     * @param pause waits for so many nanoseconds, or less if the thread is interrupted
     */
    ConfigLocation(Path path, Clock clock, LongSupplier nanoTime, LongConsumer pause) {
        this.path = path;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * What is there or, if that cannot be read or is just being written, what was there when it could. Waits a moment for what
     * has changed to be whole, and a little longer if nothing has been read before.
     *
     * @throws IOException if it never could be read
     */
    SettingSource read() throws IOException {
        var before = good;
        return before == null ? readFirst() : readAgain(before);
    }

    /** There is nothing to go on with meanwhile. */
    private SettingSource readFirst() throws IOException {
        long since = nanoTime.getAsLong();
        while (true) {
            boolean isLast = nanoTime.getAsLong() - since >= TimeUnit.MILLISECONDS.toNanos(START_MILLIS)
                    || Thread.currentThread().isInterrupted();
            try {
                var stamp = LocationStamp.of(path);
                boolean isOld = clock.millis() - stamp.modifiedMillis() >= SETTLED_MILLIS;
                boolean isWhole = isOld || (!isLast && isLeftAlone(stamp));
                if (isWhole || isLast) {
                    var read = LocationState.read(path, stamp);
                    // what is not left alone for so long is read again
                    good = isWhole ? read : read.unsettled();
                    return read.source();
                }
            } catch (IOException e) {
                if (isLast) {
                    throw e;
                }
                pause.accept(STEP_NANOS);
            }
        }
    }

    private SettingSource readAgain(LocationState before) {
        try {
            var stamp = LocationStamp.of(path);
            var now = before;
            if (!before.isOf(stamp)) {
                if (!isLeftAlone(stamp)) {
                    return before.source();
                }
                now = LocationState.read(path, stamp);
                good = now;
            }
            recovered();
            return now.source();
        } catch (IOException e) {
            report(reason(e));
            return before.source();
        }
    }

    /** Whether it is as it was a while ago, if need be after that while. */
    private boolean isLeftAlone(LocationStamp stamp) throws IOException {
        if (stamp.isWhole()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (!stamp.equals(seen)) {
            seen = stamp;
            seenNanos = now;
        }
        long left = SETTLED_NANOS - (now - seenNanos);
        if (left <= 0) {
            return true;
        }
        pause.accept(left);
        return nanoTime.getAsLong() - seenNanos >= SETTLED_NANOS
                && LocationStamp.of(path).equals(stamp);
    }

    private void report(String reason) {
        if (!reason.equals(reported)) {
            reported = reason;
            LOG.configLocationUnreadable(path.toString(), reason);
        }
    }

    private void recovered() {
        if (!reported.isEmpty()) {
            reported = "";
            LOG.configLocationReadable(path.toString());
        }
    }

    /** In words, without what the file says. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (failure instanceof FileSystemException of && of.getReason() == null) {
            return failure.getClass().getSimpleName() + ": " + of.getFile();
        }
        return String.valueOf(failure.getMessage());
    }

    @Override
    public String toString() {
        return (Files.isDirectory(path) ? "directory " : "file ") + path;
    }
}
