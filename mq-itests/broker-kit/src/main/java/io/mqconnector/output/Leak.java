// SPDX-License-Identifier: MIT
package io.mqconnector.output;

/**
 * A secret that came to light.
 *
 * @param where the file, or what was searched
 * @param line its number, from 1
 * @param form how it was written: plain, base64, hex, url
 * @param text the line it is in, or the part around it
 */
public record Leak(String where, int line, String form, String text) {
    @Override
    public String toString() {
        return where + ":" + line + " (" + form + "): " + text;
    }
}
