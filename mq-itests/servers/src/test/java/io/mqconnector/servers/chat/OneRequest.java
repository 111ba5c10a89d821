// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import jakarta.enterprise.context.RequestScoped;
import java.util.ArrayList;
import java.util.List;

/** What happened in one request. */
@RequestScoped
public class OneRequest {
    private final List<String> notes = new ArrayList<>();

    public void note(String note) {
        notes.add(note);
    }

    public String notes() {
        return String.join(",", notes);
    }
}
