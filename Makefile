# The same as python3 run.py and python3 run.py test, for those who have make.
.PHONY: run test
run:
	@python3 run.py $(ARGS)
test:
	@python3 run.py test $(ARGS)
