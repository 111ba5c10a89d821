// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A source that answers the second time as it did the first, so that one reading fits together. Thread-safe. */
final class RememberedSource implements SettingSource {
    private final SettingSource source;
    private final Set<String> names;
    private final Set<String> asked;
    /** Its own concurrency. */
    private final Map<String, Optional<Setting>> answers = new ConcurrentHashMap<>();

    /** @param asked gets every key that it is asked for; its own concurrency */
    RememberedSource(SettingSource source, Set<String> asked) {
        this.source = source;
        this.asked = asked;
        this.names = Set.copyOf(source.names());
    }

    @Override
    public @Nullable Setting find(String key) {
        return answers.computeIfAbsent(key, this::ask).orElse(null);
    }

    private Optional<Setting> ask(String key) {
        asked.add(key);
        return Optional.ofNullable(source.find(key));
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Object state(Set<String> of) {
        return source.state(of);
    }

    @Override
    public boolean isExpanded() {
        return source.isExpanded();
    }
}
