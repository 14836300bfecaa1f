# What the web desk serves, inside the program: style sheet, description of the API and icon as they stand here; script and fonts as tools/serve/web/bundle makes them
# with npm. Where that cannot be had the build says so, and the program serves its pages without a script.
set(web ${PROJECT_SOURCE_DIR}/tools/serve/web)
set(web_out ${PROJECT_BINARY_DIR}/web)
file(GLOB web_sources CONFIGURE_DEPENDS ${web}/src/* ${web}/*.mjs ${web}/*.json)
add_custom_command(OUTPUT ${web_out}/stamp
  COMMAND ${web}/bundle ${web_out}
  DEPENDS ${web_sources} ${web}/bundle
  COMMENT "Bundling the web desk" VERBATIM)
set(embedded_web ${PROJECT_BINARY_DIR}/embedded_web.cc)
set(web_plain ${web}/src/desk.css ${web}/src/icon.svg ${PROJECT_SOURCE_DIR}/tools/serve/openapi.json)
add_custom_command(OUTPUT ${embedded_web}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${embedded_web} "-DPLAIN=${web_plain}" -DBUNDLED=${web_out}/dist -P ${PROJECT_SOURCE_DIR}/tools/serve/embed.cmake
  DEPENDS ${web_out}/stamp ${web_plain} ${PROJECT_SOURCE_DIR}/tools/serve/embed.cmake VERBATIM)
target_sources(mizan_tools PRIVATE ${embedded_web})
