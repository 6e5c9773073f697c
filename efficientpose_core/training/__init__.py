"""Fine-tuning: labels, data, targets, schedules, the trainer."""
