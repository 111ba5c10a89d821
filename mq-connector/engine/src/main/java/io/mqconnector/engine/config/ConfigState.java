// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.List;

/**
 * What all sources of a configuration said at one time, to be compared with another time: equal if nothing is different. Tells
 * nothing of itself, since it may hold secrets. Immutable.
 */
public final class ConfigState {
    private final List<Object> states;

    ConfigState(List<Object> states) {
        this.states = List.copyOf(states);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigState that && states.equals(that.states);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }

    /** Nothing of what is in it. */
    @Override
    public String toString() {
        return "ConfigState";
    }
}
