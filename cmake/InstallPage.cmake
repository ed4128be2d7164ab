# wijkboek_install_page(NAME FOLDER DESTINATION): installs a built page where deploy/systemd tells its program to look. Node builds it, and
# not this: `./run build`. Switched off by WIJKBOEK_INSTALL_<NAME>.
function(wijkboek_install_page name folder destination)
  option(WIJKBOEK_INSTALL_${name} "Install ${folder}" ON)
  if(NOT WIJKBOEK_INSTALL_${name})
    return()
  endif()
  # What an earlier version left would be served beside the new one for ever.
  install(CODE "
    if(NOT EXISTS \"${folder}/index.html\")
      message(FATAL_ERROR \"The page is not built: ${folder} has no index.html. \"
        \"Build it with ./run build, or configure with -DWIJKBOEK_INSTALL_${name}=OFF.\")
    endif()
    file(REMOVE_RECURSE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${destination}\")")
  install(DIRECTORY ${folder}/ DESTINATION ${destination})
endfunction()
