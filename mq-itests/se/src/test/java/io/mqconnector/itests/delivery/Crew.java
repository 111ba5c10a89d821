// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.api.MqException;
import io.mqconnector.itests.model.Counts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The members of a world: who joins, leaves, is killed, and what they wrote. For one thread. */
final class Crew implements AutoCloseable {
    private static final int TAIL_CHARS = 2_000;

    private final SeedPlan plan;
    private final Set<Feature> features;
    private final Target target;
    private final Path directory;
    private final Counts<Count> counts;
    private final MemoryJournal journal = new MemoryJournal();
    private final List<MqMember> locals = new ArrayList<>();
    private final List<ChildMember> children = new ArrayList<>();
    private final List<String> childNames = new ArrayList<>();
    private final List<String> accidents = new ArrayList<>();
    private int number;

    Crew(SeedPlan plan, Set<Feature> features, World world, Counts<Count> counts) {
        this.plan = plan;
        this.features = features;
        this.target = world.target();
        this.directory = world.directory();
        this.counts = counts;
    }

    /** A member in this JVM joins. */
    MqMember join() {
        var member = new MqMember("m" + ++number, target, plan, journal);
        locals.add(member);
        return member;
    }

    /** A member in a JVM of its own joins. */
    void joinChild() {
        var child = new ChildMember("c" + ++number, target, plan, features, directory);
        children.add(child);
        childNames.add(child.name());
    }

    /** The member that has been there longest leaves; another comes first if it is the only one. */
    void leave() {
        if (locals.size() < 2) {
            join();
        }
        retire(locals.get(0));
    }

    /** A child is killed; another takes its place. */
    void kill() {
        var child = children.remove(0);
        long since = System.nanoTime();
        child.kill();
        write(Cause.ofMember(CauseKind.KILL, child.name(), since, System.nanoTime()));
        joinChild();
    }

    /** The child whose turn it is stands still; whoever asked lets it go on. */
    ChildMember freeze() {
        var child = children.get(0);
        child.freeze();
        return child;
    }

    /** Looks after them: reads counters, replaces those whose listener has stopped them. */
    void tend() {
        for (var member : List.copyOf(locals)) {
            member.look();
            if (member.isEnded()) {
                counts.add(Count.STOPS, 1);
                retire(member);
                join();
            }
        }
        for (var child : List.copyOf(children)) {
            if (child.isEnded()) {
                children.remove(child);
                if (child.isStopped()) {
                    counts.add(Count.STOPS, 1);
                } else {
                    accidents.add("accident: " + child.name() + " ended by itself: " + tail(child.name()));
                }
                joinChild();
            }
        }
    }

    /** Those in this JVM. */
    List<MqMember> locals() {
        return List.copyOf(locals);
    }

    /** Whether the child whose turn it is has partitions. */
    boolean hasReadyChild() {
        return Files.exists(Path.of(firstJournal() + ChildProgram.READY));
    }

    /** Whether the child whose turn it is has written something down. */
    boolean hasWorkingChild() {
        try {
            return Files.exists(firstJournal()) && Files.size(firstJournal()) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + firstJournal(), e);
        }
    }

    private Path firstJournal() {
        return ChildMember.journal(directory, children.get(0).name());
    }

    void write(Cause cause) {
        journal.write(cause);
    }

    /** What should not have happened to members. */
    List<String> accidents() {
        return List.copyOf(accidents);
    }

    /** Reads all journals; when all are closed. */
    void read(List<Event> events, List<Cause> causes) {
        events.addAll(journal.events());
        causes.addAll(journal.causes());
        for (String name : childNames) {
            try {
                FileJournal.read(ChildMember.journal(directory, name), events::add, causes::add);
            } catch (IOException e) {
                throw new UncheckedIOException("journal of " + name, e);
            }
        }
    }

    private void retire(MqMember member) {
        locals.remove(member);
        close(member);
        counts.add(Count.REVOCATIONS, member.stats().revokedCount());
        counts.add(Count.RESUMES, member.resumeCount());
    }

    /** The others are to be closed, too. */
    private void close(Member member) {
        try {
            member.close();
        } catch (IllegalStateException | MqException e) {
            accidents.add("accident: " + member.name() + " does not close: " + e);
        }
    }

    private String tail(String child) {
        try {
            String text = Files.readString(directory.resolve(child + ".log"));
            return text.substring(Math.max(0, text.length() - TAIL_CHARS));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    /** All leave. */
    @Override
    public void close() {
        for (var child : List.copyOf(children)) {
            children.remove(child);
            close(child);
        }
        for (var member : List.copyOf(locals)) {
            retire(member);
        }
    }
}
