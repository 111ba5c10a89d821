// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqException;
import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ConfigValue;
import io.mqconnector.engine.config.Overrides;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.management.ChangeReport;
import io.mqconnector.engine.management.ChangeReport.Change;
import io.mqconnector.engine.management.ConfigControl;
import io.mqconnector.engine.runtime.ConfigPlan.Prepared;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes the configuration of a connector that runs, one change after the other: reads, validates the whole, prepares every
 * part, puts all in force or nothing. Requests that come during a change are one change together ({@link ChangeQueue}); if that
 * is refused, each is tried alone, so that nobody pays for another's mistake. What the sources want gives way to what others
 * want ({@link RightOfWay}).
 *
 * <p>Thread-safe; works on the executor.
 */
final class Reconfiguration implements ConfigControl, AutoCloseable {
    /** Who is told of what the sources say. */
    static final String SOURCE = "the configuration's source";

    /** Who is told of what applications say of their own listeners. */
    static final String APPLICATIONS = "an application's configuration";

    private static final String CLOSED = "the connector is closed";
    private static final long COMMIT_PATIENCE_MILLIS = 5_000;
    /** It has given way. */
    private static final Refusal GIVEN_WAY = new Refusal(List.of(), null);

    private final MqLog log = MqLog.of(Reconfiguration.class);
    private final Function<Overrides, ConfigSnapshot> input;
    private final Supplier<?> state;
    private final ConfigTargets targets;
    private final Executor executor;
    private final Clock clock;
    private final Consumer<ChangeReport> announcement;
    /** Held while a change is put in force. */
    private final ReentrantLock committing = new ReentrantLock();

    private final ChangeQueue queue;
    private final RightOfWay rightOfWay;
    private final RefusedSources refusedSources;

    /** What is in force; replaced whole by the change under way. */
    private volatile ConfigSnapshot running;
    /** What {@link #running} was read as: with what needs a restart; of the change under way. */
    private ConfigSnapshot read;
    /** What the sources said when that was read; of the change under way. Null when it is not known. */
    private @Nullable Object readState;
    /** Changes put in force so far; written by the change under way. */
    private final AtomicLong generation = new AtomicLong();
    /** The last that was put in force or refused; written by the change under way. */
    private volatile @Nullable ChangeReport last;
    /** What keeps its value until a restart; written by the change under way. */
    private volatile List<Change> needsRestart = List.of();
    /** What has been told of what applications say, and is still so; of the change under way. */
    private List<String> toldOfApplications = List.of();

    /**
     * @param running what is in force
     * @param input reads the sources anew, below these overrides
     * @param state what the sources say, to be compared; much cheaper than reading them
     * @param targets what goes by it
     * @param executor where a change may block
     * @param clock tells when it was
     * @param nanoTime the clock for durations
     * @param announcement hears of each change that was put in force or refused, one after the other
     */
    Reconfiguration(
            ConfigSnapshot running,
            Function<Overrides, ConfigSnapshot> input,
            Supplier<?> state,
            ConfigTargets targets,
            Executor executor,
            Clock clock,
            LongSupplier nanoTime,
            Consumer<ChangeReport> announcement) {
        this.running = running;
        this.read = running;
        this.input = input;
        this.state = state;
        this.targets = targets;
        this.executor = executor;
        this.clock = clock;
        this.announcement = announcement;
        this.queue = new ChangeQueue(executor, this::makeAnyway, this::refuseClosed, this::fail);
        this.rightOfWay = new RightOfWay(state, queue::isChangeWaiting, executor, nanoTime);
        this.refusedSources = new RefusedSources(nanoTime);
    }

    /** What is in force. */
    ConfigSnapshot running() {
        return running;
    }

    @Override
    public List<ConfigValue> effective() {
        return running.effective();
    }

    @Override
    public <T> T value(ConfigScope scope, ConfigKey<T> key) {
        return scope.kind() == ConfigScope.Kind.CONNECTION
                ? running.connection(scope.name()).get(key)
                : running.get(key);
    }

    @Override
    public Map<String, String> overrides() {
        var texts = new TreeMap<String, String>();
        running.overrides().entries().forEach((key, entry) -> texts.put(key, entry.text()));
        return texts;
    }

    @Override
    public ChangeReport apply(Map<String, String> changes, String by) {
        return change(changes, by).join();
    }

    @Override
    public ChangeReport reset(Set<String> keys, String by) {
        return changeBack(keys, by).join();
    }

    /** As {@link #apply}, without waiting; completes, never exceptionally, with what became of it. */
    CompletableFuture<ChangeReport> change(Map<String, String> changes, String by) {
        return submit(new ChangeRequest(by, overrides -> overrides.with(changes, by)));
    }

    /** As {@link #reset}, without waiting. */
    CompletableFuture<ChangeReport> changeBack(Set<String> keys, String by) {
        return submit(new ChangeRequest(by, overrides -> keys.isEmpty() ? Overrides.NONE : overrides.without(keys)));
    }

    @Override
    public ChangeReport dryRun(Map<String, String> changes, String by) {
        try {
            var overrides = running.overrides().with(changes, by);
            var read = refusedSources.isAny() ? running.with(overrides) : input.apply(overrides);
            var plan = ConfigPlan.of(running, read, targets);
            return report(by, true, plan);
        } catch (MqConfigException e) {
            return report(by, true, List.of(), List.of(), e.problems());
        }
    }

    @Override
    public long generation() {
        return generation.get();
    }

    @Override
    public Optional<ChangeReport> lastChange() {
        return Optional.ofNullable(last);
    }

    /**
     * Reads the sources anew and goes by them. Completes, never exceptionally, with what became of it; says nothing to anybody
     * if nothing is different, or is refused for the same reasons as before.
     */
    CompletableFuture<ChangeReport> refresh() {
        return submit(new ChangeRequest(SOURCE, null));
    }

    /**
     * Has what the sources want give way to what has come meanwhile. To be called now and then while {@link #refresh} is not
     * done; does not wait.
     */
    void giveWay() {
        rightOfWay.giveWay();
    }

    /** How many wait for the change under way to end; for tests. */
    int waitingCount() {
        return queue.waitingCount();
    }

    /** Refuses whatever has not begun to be put in force; waits a moment for what has. */
    @Override
    public void close() {
        queue.close();
        try {
            if (committing.tryLock(COMMIT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                committing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<ChangeReport> submit(ChangeRequest request) {
        queue.submit(request);
        return request.report();
    }

    private void refuseClosed(ChangeRequest request) {
        request.report().complete(report(request.by(), false, List.of(), List.of(), List.of(CLOSED)));
    }

    private void makeAnyway(List<ChangeRequest> batch) {
        try {
            make(batch);
        } catch (RuntimeException | Error e) {
            batch.forEach(request -> fail(request, e));
        }
    }

    private void fail(ChangeRequest request, Throwable cause) {
        log.unexpected("a change of the configuration", cause);
        request.report().complete(report(request.by(), false, List.of(), List.of(), List.of("it failed: " + cause)));
    }

    /** All together if that is possible, else one by one, each over what the sources said when they were last good. */
    private void make(List<ChangeRequest> batch) {
        var changes = batch.stream().filter(request -> !request.isOfSource()).toList();
        if (!changes.isEmpty()) {
            if (!refusedSources.isAny() && !rightOfWay.hasGivenWay() && attemptAnew(batch) == null) {
                return;
            }
            for (var change : changes) {
                var refusal = attempt(List.of(change), running::with, null);
                if (refusal != null) {
                    refuse(change, refusal);
                }
            }
        }
        if (changes.size() < batch.size()) {
            readSources(batch.stream().filter(ChangeRequest::isOfSource).toList());
        }
    }

    private void readSources(List<ChangeRequest> requests) {
        // listeners are asked in any case: an application's own configuration is none of the sources
        var refusal = !refusedSources.isAny() && state.get().equals(readState)
                ? attempt(requests, overrides -> read, null)
                : attemptAnew(requests);
        if (refusal == null) {
            return;
        }
        if (refusal.hasGivenWay()) {
            queue.putBack(requests);
            return;
        }
        boolean isNews = refusedSources.refused(refusal.problems, refusal.plan);
        var report = report(SOURCE, false, List.of(), needsRestart, refusal.problems);
        if (isNews && !queue.isClosed()) {
            log.configurationRefused(SOURCE, refusal.problems);
            announce(report);
        }
        requests.forEach(request -> request.report().complete(report));
    }

    private void refuse(ChangeRequest request, Refusal refusal) {
        var report = report(request.by(), false, List.of(), needsRestart, refusal.problems);
        if (!queue.isClosed()) {
            log.configurationRefused(request.by(), refusal.problems);
            announce(report);
        }
        request.report().complete(report);
    }

    private @Nullable Refusal attemptAnew(List<ChangeRequest> batch) {
        var now = state.get();
        // if they say nothing new, nothing of theirs could give way
        var refusal = attempt(batch, input, now.equals(readState) ? null : now);
        if (refusal == null || !refusal.hasGivenWay()) {
            rightOfWay.end();
        }
        if (refusal == null) {
            readState = now;
        }
        return refusal;
    }

    /** Why nothing was changed, and what was wanted as far as that is known. */
    private record Refusal(List<String> problems, @Nullable ConfigPlan plan) {
        /** Whether nothing is wrong with it, and it only comes later. */
        boolean hasGivenWay() {
            return problems.isEmpty();
        }
    }

    /**
     * Makes one change of all that is wanted.
     *
     * @param reading makes a snapshot
     * @param said what the sources say by now, which may give way to something else; null if nothing may
     * @return null when it is in force, and all who wanted it will be told
     */
    private @Nullable Refusal attempt(
            List<ChangeRequest> batch, Function<Overrides, ConfigSnapshot> reading, @Nullable Object said) {
        ConfigPlan plan = null;
        try {
            var overrides = running.overrides();
            for (var request : batch) {
                var wanted = request.overrides();
                if (wanted != null) {
                    overrides = wanted.apply(overrides);
                }
            }
            plan = ConfigPlan.of(running, reading.apply(overrides), targets);
            boolean isOfSources = batch.stream().allMatch(ChangeRequest::isOfSource);
            if (isOfSources && refusedSources.isTooSoon(plan)) {
                return new Refusal(refusedSources.problems(), plan);
            }
            var prepared = prepared(plan, said, !isOfSources);
            if (prepared == null) {
                return GIVEN_WAY;
            }
            putInForce(batch, plan, prepared);
            return null;
        } catch (MqConfigException e) {
            return new Refusal(e.problems(), plan);
        } catch (MqException e) {
            return new Refusal(List.of(String.valueOf(e.getMessage())), plan);
        }
    }

    /** Builds and proves what a plan needs; null if that has given way to something else. */
    private @Nullable Prepared prepared(ConfigPlan plan, @Nullable Object said, boolean isWithOthers) {
        return said == null
                ? plan.prepare(queue::isClosed)
                : rightOfWay.prepared(said, isWithOthers, () -> plan.prepare(queue::isClosed));
    }

    private void putInForce(List<ChangeRequest> batch, ConfigPlan plan, Prepared prepared) {
        CompletableFuture<Void> replaced;
        committing.lock();
        try {
            if (queue.isClosed()) {
                prepared.abort();
                throw new MqConfigException(List.of(CLOSED));
            }
            replaced = prepared.commit(executor);
            var known = running.warnings();
            running = plan.next();
            read = plan.read();
            plan.inForce();
            running.warnings().stream()
                    .filter(warning -> !known.contains(warning))
                    .forEach(log::configurationWarning);
            plan.warnings().forEach(log::configurationWarning);
            if (!plan.applied().isEmpty()) {
                targets.inForce(running);
            }
        } finally {
            committing.unlock();
        }
        boolean isNews = !plan.needsRestart().equals(needsRestart);
        needsRestart = plan.needsRestart();
        if (batch.stream().anyMatch(ChangeRequest::isOfSource)) {
            refusedSources.clear();
        }
        if (!plan.applied().isEmpty()) {
            generation.incrementAndGet();
        }
        tellOfApplications(plan.ofApplications());
        String by = batch.stream().map(ChangeRequest::by).distinct().collect(Collectors.joining(", "));
        var report = report(by, false, plan);
        if (isNews || !plan.applied().isEmpty()) {
            log.configurationChanged(generation.get(), by, words(plan.applied()), words(plan.needsRestart()));
            announce(report);
        }
        // whoever looks at the sources goes on looking; an operator hears when it is done
        batch.stream()
                .filter(ChangeRequest::isOfSource)
                .forEach(request -> request.report().complete(report));
        var unused = replaced.whenComplete(
                (done, impossible) -> batch.forEach(request -> request.report().complete(report)));
    }

    /** Said once: their listeners go by what they said before. */
    private void tellOfApplications(List<String> problems) {
        var news = problems.stream()
                .filter(problem -> !toldOfApplications.contains(problem))
                .toList();
        toldOfApplications = problems;
        if (!news.isEmpty()) {
            log.configurationRefused(APPLICATIONS, news);
            announce(report(APPLICATIONS, false, List.of(), needsRestart, news));
        }
    }

    private void announce(ChangeReport report) {
        last = report;
        try {
            announcement.accept(report);
        } catch (RuntimeException e) {
            log.unexpected("the announcement of a change of the configuration", e);
        }
    }

    private static List<String> words(List<Change> changes) {
        return changes.stream()
                .map(change ->
                        change.key() + " '" + change.before() + "' -> '" + change.after() + "' (" + change.how() + ")")
                .toList();
    }

    private ChangeReport report(String by, boolean isDryRun, ConfigPlan plan) {
        return new ChangeReport(
                generation.get(),
                clock.millis(),
                by,
                isDryRun,
                plan.applied(),
                plan.needsRestart(),
                List.of(),
                plan.warnings());
    }

    private ChangeReport report(
            String by, boolean isDryRun, List<Change> applied, List<Change> restart, List<String> refused) {
        return new ChangeReport(generation.get(), clock.millis(), by, isDryRun, applied, restart, refused);
    }
}
