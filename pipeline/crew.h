// Several threads on one task: what a large article is read by where others of the driver's threads have nothing to do.
//
//   crew.in_order(stretches.size(), [&](std::size_t i) { found[i] = look(stretches[i]); }, [&](std::size_t i) { return append(found[i]); });
#pragma once

#include <cstddef>
#include <functional>

namespace mizan {

// Belongs to the thread that it was given to. A piece of work may not call its crew.
class Crew {
 public:
  virtual ~Crew() = default;
  using Work = std::function<void(std::size_t)>;
  using Then = std::function<bool(std::size_t)>;

  // Calls work(i) once for each i below `count`, in any order, on this thread and on others that are free, and returns when all are done.
  void each(std::size_t count, const Work& work) {
    in_order(count, work, [](std::size_t) { return true; });
  }

  // The same, and then(i) on this thread, in order, when work(i) is done. Work runs ahead of it by some pieces only. Where `then` returns false, nothing more
  // is begun; false is returned when what was begun has ended.
  virtual bool in_order(std::size_t count, const Work& work, const Then& then) = 0;
  // Is nobody else in it?
  virtual bool is_one() const { return false; }
};

// This thread alone.
class Alone final : public Crew {
 public:
  bool in_order(std::size_t count, const Work& work, const Then& then) override {
    for (std::size_t i = 0; i < count; ++i) {
      work(i);
      if (!then(i)) return false;
    }
    return true;
  }
  bool is_one() const override { return true; }
};

}  // namespace mizan
