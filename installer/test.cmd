@echo off
rem Run every test. Words after the command go to pytest.
setlocal
set PCLO_PYTHON=python
where py >nul 2>nul && set PCLO_PYTHON=py -3
%PCLO_PYTHON% "%~dp0bootstrap.py" --for-tests || exit /b
cd /d "%~dp0.."
.venv\Scripts\python.exe -m pytest -n 2 %*
