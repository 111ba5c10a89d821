// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One transaction after the other, as a test says. For one thread. */
public final class FakeTransactions implements JtaTransactions {
    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Consumer<Boolean>> completions = new ArrayList<>();
    private State state = State.NONE;

    /** A transaction begins. */
    public void begin() {
        state = State.ACTIVE;
    }

    /** It is marked for rollback. */
    public void doom() {
        state = State.DOOMED;
    }

    /** It ends. */
    public void end(boolean isCommitted) {
        var told = List.copyOf(completions);
        state = State.NONE;
        completions.clear();
        resources.clear();
        told.forEach(completion -> completion.accept(isCommitted));
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public @Nullable Object find(Object key) {
        return resources.get(key);
    }

    @Override
    public void put(Object key, Object value) {
        resources.put(key, value);
    }

    @Override
    public void onCompletion(Consumer<Boolean> completion) {
        completions.add(completion);
    }
}
