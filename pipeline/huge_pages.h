// Memory for tables of megabytes that are looked up at random: in pages of 2 MB where the system gives them (Linux, transparent huge pages), so that finding a
// page costs no more than finding the entry. Elsewhere memory like any other.
#pragma once

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>
#include <cstddef>
#include <new>
#include <vector>

namespace mizan {

// An allocator for containers. Small requests are served as usual.
template <typename T>
struct HugePages {
  using value_type = T;
  static constexpr std::size_t kPage = std::size_t{2} << 20;

  HugePages() = default;
  template <typename U>
  HugePages(const HugePages<U>&) {}  // NOLINT: as allocators convert

  T* allocate(std::size_t count) {
    const std::size_t bytes = size_of(count);
    void* memory = ::operator new(bytes, alignment(bytes));
#ifdef __linux__
    if (bytes >= kPage) (void)::madvise(memory, bytes, MADV_HUGEPAGE);  // a refusal changes nothing but speed
#endif
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) {
    ::operator delete(memory, alignment(size_of(count)));
  }
  friend bool operator==(const HugePages&, const HugePages&) {
    return true;
  }

 private:
  // Whole pages from half a page on.
  static std::size_t size_of(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    return bytes < kPage / 2 ? bytes : (bytes + kPage - 1) / kPage * kPage;
  }
  static std::align_val_t alignment(std::size_t bytes) {
    constexpr std::size_t kLine = 64;
    return std::align_val_t(bytes >= kPage ? kPage : std::max(kLine, alignof(T)));
  }
};

template <typename T>
using HugeVector = std::vector<T, HugePages<T>>;

}  // namespace mizan
