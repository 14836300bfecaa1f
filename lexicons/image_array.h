// An array that was built here, or that lies in the image of the lexicons.
#pragma once

#include <cstddef>
#include <type_traits>
#include <vector>

namespace mizan {

template <typename T>
struct ImageArray {
  static_assert(std::is_trivially_copyable_v<T>);
  using Item = T;
  std::vector<T> own;       // empty where the array lies in the image
  const T* data = nullptr;  // what is read: after freeze(), or in the image
  std::size_t size = 0;

  ImageArray() = default;
  ImageArray(const ImageArray&) = delete;
  ImageArray& operator=(const ImageArray&) = delete;
  const T& operator[](std::size_t i) const { return data[i]; }
  const T* begin() const { return data; }
  const T* end() const { return data + size; }
  // After the last change of `own`, or of its size.
  void freeze() {
    data = own.data();
    size = own.size();
  }
};

}  // namespace mizan
