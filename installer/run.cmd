@echo off
rem Open the program with the sample case file, making it ready first where that is needed.
setlocal
set PCLO_PYTHON=python
where py >nul 2>nul && set PCLO_PYTHON=py -3
%PCLO_PYTHON% "%~dp0bootstrap.py" || exit /b
"%~dp0..\.venv\Scripts\pclo.exe" --demo %*
