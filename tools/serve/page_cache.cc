#include "tools/serve/page_cache.h"

namespace mizan::tools {

std::uint64_t PageCache::look(unsigned worker, std::int64_t version) {
  std::lock_guard lock(mutex_);
  if (seen_[worker] != version) {
    seen_[worker] = version;
    empty();
  }
  return age_;
}

std::shared_ptr<const PageCache::Page> PageCache::find(const std::string& key) const {
  std::lock_guard lock(mutex_);
  const auto found = pages_.find(key);
  return found == pages_.end() ? nullptr : found->second;
}

void PageCache::keep(const std::string& key, std::uint64_t age, std::shared_ptr<const Page> page) {
  const std::size_t size = key.size() + page->body.size() + page->packed.size();
  std::lock_guard lock(mutex_);
  if (age != age_ || size > kMostOfOne) return;
  if (bytes_ + size > kMostBytes) empty();
  if (pages_.emplace(key, std::move(page)).second) bytes_ += size;
}

// Emptied for want of room it is another age, too: harmless, as what is being made is then just not kept.
void PageCache::empty() {
  ++age_;
  bytes_ = 0;
  pages_.clear();
}

}  // namespace mizan::tools
