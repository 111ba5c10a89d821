// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened, in order; shared by the beans and the runtime of one test application. */
class Journal {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    List<String> lines() {
        return lines;
    }
}
