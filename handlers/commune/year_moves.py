"""Why a training year has no official figures."""

from __future__ import annotations

from locales.text import T

TRAINING = T("Kỳ này dùng bộ mẫu tập huấn, số điểm là số giả, nên không lập số liệu chính thức được.")
