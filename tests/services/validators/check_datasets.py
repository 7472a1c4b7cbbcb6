"""Load every config that a folder's card names; print its types and its rows as JSON."""

import json
import os
import sys
import tempfile
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}

from datasets import (
    ClassLabel,
    get_dataset_config_names,
    get_dataset_default_config_name,
    load_dataset,
)


def main(folder: str) -> None:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as cache:
        for config in get_dataset_config_names(folder):
            rows = load_dataset(folder, config, split="train", cache_dir=cache)
            features = {
                name: ["class_label", *each.names] if isinstance(each, ClassLabel) else each.dtype
                for name, each in rows.features.items()
            }
            shown = [{name: plain(value) for name, value in row.items()} for row in rows]
            found[config] = {"features": features, "rows": shown}
    default = get_dataset_default_config_name(folder)
    print(json.dumps({"default": default, "configs": found}))


def plain(value: Any) -> Any:
    """Return a value as JSON has it, and as text where it has it not."""
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
