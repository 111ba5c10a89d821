// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.Value;

/** A heap dump, walked from a class loader back to what holds it. For one thread. */
final class HeapWalk {
    private static final String STATIC = "static of the JVM";

    private final Heap heap;
    /** What holds an object from outside of the heap, by the object's id. */
    private final Map<Long, List<String>> roots = new HashMap<>();

    private HeapWalk(Heap heap) {
        this.heap = heap;
        for (GCRoot root : all(heap.getGCRoots(), GCRoot.class)) {
            var held = root.getInstance();
            if (held != null) {
                roots.computeIfAbsent(held.getInstanceId(), id -> new ArrayList<>())
                        .add(root.getKind());
            }
        }
    }

    /** @param dump as {@link AppServer#dumpHeap} writes it */
    static HeapWalk of(Path dump) {
        try {
            return new HeapWalk(HeapFactory.createHeap(dump.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + dump, e);
        }
    }

    /**
     * Why class loaders that have loaded a class are there: of each the shortest path to a root, from the root on. Soft and
     * weak references hold nothing.
     *
     * @param known roots that do not count: found in kind and class of what the root holds
     */
    List<String> holders(String className, Pattern known) {
        var paths = new ArrayList<String>();
        for (JavaClass type : all(heap.getAllClasses(), JavaClass.class)) {
            if (type.getName().equals(className)) {
                var path = path(type.getClassLoader(), known);
                if (path != null) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    private @Nullable String path(Instance from, Pattern known) {
        var seen = new HashMap<Long, Step>();
        var waiting = new ArrayDeque<Step>();
        var first = new Step(from, "", null);
        seen.put(from.getInstanceId(), first);
        waiting.add(first);
        Step step;
        while ((step = waiting.poll()) != null) {
            var root = root(step.instance(), known);
            if (root != null) {
                return root + step;
            }
            for (Value reference : all(step.instance().getReferences(), Value.class)) {
                var field = reference instanceof FieldValue value ? value.getField() : null;
                Instance holder;
                String name;
                if (field != null && field.isStatic()) {
                    holder = holder(field.getDeclaringClass());
                    name = "static " + field.getDeclaringClass().getName() + "." + field.getName();
                    if (holder == null) {
                        return STATIC + " " + name + " ->" + step;
                    }
                } else {
                    holder = reference.getDefiningInstance();
                    name = field == null ? "[]" : "." + field.getName();
                }
                if (!isReferent(name, holder) && !seen.containsKey(holder.getInstanceId())) {
                    var next = new Step(holder, name, step);
                    seen.put(holder.getInstanceId(), next);
                    waiting.add(next);
                }
            }
        }
        return null;
    }

    /** The object that keeps a class: itself, or its class loader; null for classes of the JVM. */
    private @Nullable Instance holder(JavaClass type) {
        var itself = heap.getInstanceByID(type.getJavaClassId());
        return itself == null ? type.getClassLoader() : itself;
    }

    private @Nullable String root(Instance instance, Pattern known) {
        for (String kind : roots.getOrDefault(instance.getInstanceId(), List.of())) {
            if (!known.matcher(kind + " " + instance.getJavaClass().getName()).find()) {
                return kind;
            }
        }
        return null;
    }

    private static boolean isReferent(String field, Instance holder) {
        if (!field.equals(".referent")) {
            return false;
        }
        for (JavaClass type = holder.getJavaClass(); type != null; type = type.getSuperClass()) {
            if (type.getName().equals("java.lang.ref.Reference")) {
                return true;
            }
        }
        return false;
    }

    /** The library is older than generics. */
    private static <T> List<T> all(Collection<?> raw, Class<T> type) {
        return raw.stream().map(type::cast).toList();
    }

    /** One object on the way from a root: it holds the next by a field. */
    private record Step(
            Instance instance, String field, @Nullable Step next) {
        @Override
        public String toString() {
            var text = new StringBuilder();
            for (Step step = this; step != null; step = step.next) {
                text.append("\n  ")
                        .append(step.instance.getJavaClass().getName())
                        .append(' ')
                        .append(step.field);
            }
            return text.toString();
        }
    }
}
